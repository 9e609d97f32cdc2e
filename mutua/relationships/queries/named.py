"""Finding measures by what files call them."""

from __future__ import annotations

from collections.abc import Collection

from mutua.foundation.access import Actor
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.measures import measures_seen


def measures_named(actor: Actor, account_ids: Collection[int]) -> dict[tuple[int, str], list[PerformanceMeasure]]:
    """{(account, key or name in small letters): measures} of these accounts. One query, none without accounts."""
    found: dict[tuple[int, str], list[PerformanceMeasure]] = {}
    if not account_ids:
        return found
    seen = measures_seen(actor).filter(account_touchpoint__account__in=account_ids).select_related("account_touchpoint__touchpoint")
    for measure in seen.order_by("pk"):
        for name in {measure.key.casefold(), measure.name.casefold()}:
            found.setdefault((measure.account_touchpoint.account_id, name), []).append(measure)
    return found
