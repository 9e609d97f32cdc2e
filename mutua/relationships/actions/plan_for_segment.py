"""Putting an activity on the roadmap of a whole segment: every account that belongs to it gets an item."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.saving import store
from mutua.relationships.actions.keep_segment_items import bring_in_step, check_sees_members
from mutua.relationships.actions.new_item import figures_of
from mutua.relationships.actions.size_item import check_figures, with_returns
from mutua.relationships.actions.size_segment_item import SEGMENT_FIELDS
from mutua.relationships.models import Activity, SegmentItem
from mutua.strategy.models import Segment
from mutua.strategy.queries.segments import segment_for


@transaction.atomic
def plan_for_segment(actor: Actor, segment_id: int, *, activity_key: str, **values: Any) -> SegmentItem:
    """values: any of `size_segment_item.SEGMENT_FIELDS`, for one account; what they leave out the catalogue says.

    Raises NotFound, NotAllowed; Refused for a segment of people, one too large, and an activity that is planned for it already.
    """
    segment = segment_for(actor, segment_id)
    require(actor, "relationships.plan.edit", segment)
    if segment.party_kind != Segment.PartyKind.ACCOUNT:
        raise Refused(_("A roadmap is made with accounts, and this segment is made of people. Nothing was changed."), field="segment")
    check_sees_members(actor, segment.pk)
    activity = find(visible_to(actor, Activity.objects.select_related("touchpoint").filter(retired_at=None)), key=activity_key)
    if SegmentItem.objects.filter(segment=segment, activity=activity, ended_at=None).exists():
        words = {"activity": activity.name, "segment": segment.name}
        raise Refused(_("%(activity)s is planned for %(segment)s already. Nothing was changed.") % words, field="activity_key")

    item = SegmentItem(segment=segment, activity=activity, owner_id=segment.owner_id or actor.user_id, **figures_of(activity))
    values = with_returns(item, values)
    check_figures(item, values)
    fill(item, values, SEGMENT_FIELDS)
    store(item)
    bring_in_step(actor, item)
    return item
