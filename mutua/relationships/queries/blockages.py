"""What stands in the way at touchpoints, and which roadmap items may take it away."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import Blockage, RoadmapItem
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import ItemState


def blockage_for(actor: Actor, blockage_id: int) -> Blockage:
    """One of an account that stands. Raises NotFound."""
    seen = visible_to(actor, Blockage.objects.filter(account_touchpoint__account__deleted_at=None))
    return find(seen.select_related("account_touchpoint__account", "account_touchpoint__touchpoint"), pk=blockage_id)


def closing_items(actor: Actor, account_id: int) -> QuerySet[RoadmapItem]:
    """Items of the account that may close a blockage: all but the stopped ones."""
    return items_seen(actor).filter(account=account_id).exclude(state=ItemState.STOPPED.value)
