"""What is planned for whole segments, rolled up over their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import RoadmapItem, SegmentItem
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import FINISHED, ItemState
from mutua.strategy.queries.concealed import concealed

STOPPED = ItemState.STOPPED.value
SHOWN = 200


@dataclass(frozen=True)
class RolledUp:
    """The items of a segment's accounts that the actor may see, together; what was stopped is told and not counted.

    rows: at most 200 of `count`. Money in the currency of the segment's item.
    """

    rows: Sequence[RoadmapItem]
    count: int
    stopped: int
    finished: int
    cost: Decimal
    gain: Decimal
    their_cost: Decimal
    their_gain: Decimal
    hours: Decimal

    @property
    def net(self) -> Decimal:
        return self.gain - self.cost

    @property
    def their_net(self) -> Decimal:
        return self.their_gain - self.their_cost


def segment_items_seen(actor: Actor) -> QuerySet[SegmentItem]:
    """Of segments whose members are not concealed from the actor: who has an item belongs to the segment."""
    living = SegmentItem.objects.filter(segment__deleted_at=None).exclude(segment__in=concealed(actor))
    return visible_to(actor, living).select_related("segment", "activity__touchpoint", "owner", "strategy", "lever")


def segment_item_for(actor: Actor, item_id: int) -> SegmentItem:
    """Raises NotFound."""
    return find(segment_items_seen(actor), pk=item_id)


def rolled_up(actor: Actor, item: SegmentItem) -> RolledUp:
    """One query."""
    items = list(items_seen(actor).filter(of_segment=item).order_by("account__sort_key", "pk"))
    counted = [one for one in items if one.state != STOPPED]
    return RolledUp(
        rows=items[:SHOWN],
        count=len(items),
        stopped=len(items) - len(counted),
        finished=sum(one.state in FINISHED for one in counted),
        cost=sum((one.cost for one in counted), Decimal(0)),
        gain=sum((one.gain for one in counted), Decimal(0)),
        their_cost=sum((one.their_cost for one in counted), Decimal(0)),
        their_gain=sum((one.their_gain for one in counted), Decimal(0)),
        hours=sum((one.total_hours for one in counted), Decimal(0)),
    )


def segment_item_of(actor: Actor, item: RoadmapItem) -> SegmentItem | None:
    """The item of the segment that keeps this one, where the actor may know that the account belongs to it."""
    return segment_items_seen(actor).filter(pk=item.of_segment_id).first() if item.of_segment_id else None
