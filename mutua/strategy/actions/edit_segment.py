"""Changing a segment."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.strategy.actions.create_segment import check_predicate
from mutua.strategy.events import SegmentChanged
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.segments import segment_for
from mutua.strategy.tasks import recompute

FIELDS = ("name", "description", "predicate", "custom")


@transaction.atomic
def edit_segment(actor: Actor, segment_id: int, *, version: int | None, **values: Any) -> Segment:
    """The segment with these values, any of FIELDS; what it is made of stays. A predicate is computed by a job after the commit.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    segment = locked(segment_for(actor, segment_id), version)
    require(actor, "strategy.segment.edit", segment)
    refuse_unseen(actor, Segment, values)
    if is_concealed(actor, segment):
        raise Refused(_("Its rule is about fields that you do not see. Nothing was saved."), field="predicate")
    if "predicate" in values:
        values["predicate"] = values["predicate"] or {}
        check_predicate(actor, segment.party_kind, values["predicate"])

    store(segment, update_fields=fill(segment, values, FIELDS))
    if "predicate" in values:
        recompute.defer(segment_id=segment.pk)

    announce(SegmentChanged(segment_id=segment.pk, act="changed"), actor=actor)
    return segment
