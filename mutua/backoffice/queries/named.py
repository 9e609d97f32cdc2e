"""Finding orders and their lines by what a source calls them."""

from __future__ import annotations

from collections.abc import Collection

from mutua.backoffice.models import OrderLine
from mutua.backoffice.queries.seen import orders_seen
from mutua.foundation.access import Actor, visible_to


def order_lines_keyed(actor: Actor, source: str, keys: Collection[str]) -> dict[str, OrderLine]:
    """{key: line} with its order."""
    lines = visible_to(actor, OrderLine.objects.filter(source=source, source_key__in=keys)).select_related("order")
    return {line.source_key: line for line in lines}


def orders_numbered(actor: Actor, account_ids: Collection[int | None], numbers: Collection[str]) -> dict[tuple[int | None, str], int]:
    """{(account, order number): order}; of several of one number the oldest. One query, none without numbers."""
    if not numbers:
        return {}
    found = orders_seen(actor).filter(account__in=[pk for pk in account_ids if pk], number__in=numbers).order_by("-pk")
    return {(account, number): pk for pk, account, number in found.values_list("pk", "account_id", "number")}
