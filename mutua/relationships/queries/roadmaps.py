"""What is to be begun with an account, or with all of them."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import RoadmapItem


def items_seen(actor: Actor) -> QuerySet[RoadmapItem]:
    living = RoadmapItem.objects.filter(account__deleted_at=None)
    return visible_to(actor, living).select_related("account", "activity__touchpoint", "replaces", "owner", "strategy", "lever")


def item_for(actor: Actor, item_id: int, account_id: int | None = None) -> RoadmapItem:
    """One item; with account_id, one of that account. Raises NotFound."""
    seen = items_seen(actor)
    return find(seen.filter(account_id=account_id) if account_id is not None else seen, pk=item_id)


def roadmap_of(actor: Actor, account_id: int) -> list[RoadmapItem]:
    """All items of an account with what each waits for: two queries."""
    return list(items_seen(actor).filter(account_id=account_id).prefetch_related("requires"))
