"""Finding orders and their lines by what a source calls them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models.functions import Upper

from mutua.backoffice.models import Invoice, OrderLine
from mutua.backoffice.models.party import COLUMNS, Whose
from mutua.backoffice.queries.seen import orders_seen
from mutua.foundation.access import Actor, visible_to


def order_lines_keyed(actor: Actor, source: str, keys: Collection[str]) -> dict[str, OrderLine]:
    """{key: line} with its order."""
    lines = visible_to(actor, OrderLine.objects.filter(source=source, source_key__in=keys)).select_related("order")
    return {line.source_key: line for line in lines}


def orders_numbered(actor: Actor, numbers: Collection[str]) -> dict[tuple[Whose, str], int]:
    """{(whose, order number): order}; of several of one number the oldest. One query, none without numbers."""
    if not numbers:
        return {}
    # By the index, which knows numbers in capitals.
    named = orders_seen(actor).annotate(known=Upper("number")).filter(known__in={number.upper() for number in numbers}).order_by("-pk")
    return {(tuple(whose), number): pk for pk, number, *whose in named.values_list("pk", "number", *COLUMNS)}


def invoices_numbered(actor: Actor, numbers: Collection[str]) -> dict[tuple[Whose, str], int]:
    """{(whose, invoice number in capitals): invoice}; of several of one number the oldest, and no credit notes. One query, none without numbers."""
    if not numbers:
        return {}
    seen = visible_to(actor, Invoice.objects.filter(value__gt=0))
    named = seen.annotate(known=Upper("number")).filter(known__in={number.upper() for number in numbers}).order_by("-pk")
    return {(tuple(whose), number.upper()): pk for pk, number, *whose in named.values_list("pk", "number", *COLUMNS)}
