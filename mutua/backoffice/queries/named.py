"""Finding order lines by their key in a source."""

from __future__ import annotations

from collections.abc import Collection

from mutua.backoffice.models import OrderLine
from mutua.foundation.access import Actor, visible_to


def order_lines_keyed(actor: Actor, source: str, keys: Collection[str]) -> dict[str, OrderLine]:
    """{key: line} with its order."""
    lines = visible_to(actor, OrderLine.objects.filter(source=source, source_key__in=keys)).select_related("order")
    return {line.source_key: line for line in lines}
