"""Saying what an activity costs and brings at each account of a segment."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce_many
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.keep_segment_items import COPIED, check_sees_members
from mutua.relationships.actions.size_item import check_figures, moved, with_returns
from mutua.relationships.models import RoadmapItem, SegmentItem
from mutua.relationships.queries.segment_items import segment_item_for
from mutua.relationships.rules.lifecycles import STARTED, ItemState

SEGMENT_FIELDS = (
    "title", "owner", "strategy", "lever", "lasts", "not_before", "investment_us", "investment_them", "returns", "return_us", "return_them",
    "return_low", "return_high", "hours", "needs", "gate",
)  # fmt: skip


@transaction.atomic
def size_segment_item(actor: Actor, item_id: int, *, version: int | None, **values: Any) -> SegmentItem:
    """values: any of SEGMENT_FIELDS, for one account. They go to every item made from it that is not committed, except where somebody has
    given that account a figure of its own: that stays.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    item = locked(segment_item_for(actor, item_id), version)
    require(actor, "relationships.plan.edit", item)
    check_sees_members(actor, item.segment_id, item)
    if not item.is_open:
        raise Refused(_("This has ended for the segment; its accounts keep what they have. Nothing was changed."))
    before = {name: getattr(item, name) for name in COPIED}
    values = with_returns(item, values)
    check_figures(item, values)

    fill(item, values, SEGMENT_FIELDS)
    store(item)
    went = _pass_on(item, before)

    announce_many([moved(one) for one in went], actor=actor)
    return item


def _pass_on(item: SegmentItem, before: dict[str, Any]) -> list[RoadmapItem]:
    """The items whose state changed by it."""
    changed = {name: getattr(item, name) for name in COPIED if getattr(item, name) != before[name]}
    went = []
    for one in RoadmapItem.objects.select_for_update(of=("self",)).filter(of_segment=item).exclude(state__in=STARTED).order_by("pk"):
        own = [name for name in changed if getattr(one, name) == before[name]]
        if not own:
            continue
        for name in own:
            setattr(one, name, changed[name])
        was, one.state = one.state, (ItemState.SIZED if one.is_sized else ItemState.IDEA).value
        store(one, update_fields=[*own, "state"])
        if one.state != was:
            went.append(one)
    return went
