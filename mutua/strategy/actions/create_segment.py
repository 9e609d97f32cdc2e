"""Adding a segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.filters import FilterError
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom
from mutua.strategy.events import SegmentChanged
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import unseen_field
from mutua.strategy.queries.membership import parties_matching
from mutua.strategy.tasks import recompute


@transaction.atomic
def create_segment(
    actor: Actor,
    *,
    name: str,
    description: str = "",
    party_kind: str = Segment.PartyKind.ACCOUNT,
    predicate: dict[str, Any] | None = None,
    owner_id: int | None = None,
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Segment:
    """The new segment; who belongs to it is computed by a job after the commit. Raises NotAllowed, Refused."""
    require(actor, "strategy.segment.edit")
    check_predicate(actor, party_kind, predicate)

    segment = Segment(
        name=name.strip(), description=description.strip(), party_kind=party_kind, predicate=predicate or {},
        owner_id=owner_id or actor.user_id, source=source, source_key=source_key,
    )  # fmt: skip
    give_custom(actor, segment, custom)
    store(segment)
    recompute.defer(segment_id=segment.pk)

    announce(SegmentChanged(segment_id=segment.pk, act="added"), actor=actor)
    return segment


def check_predicate(actor: Actor, party_kind: str, predicate: dict[str, Any] | None) -> None:
    """Raises Refused with the sentence of what cannot be read."""
    if party_kind not in Segment.PartyKind.values:
        raise Refused(_("A segment is made of accounts, of people or of households."), field="party_kind")
    if unseen := unseen_field(actor, party_kind, predicate):
        raise Refused(_("There is no field “%(field)s” that you may name. Nothing was saved.") % {"field": unseen}, field="predicate")
    try:
        parties_matching(party_kind, predicate or {})
    except FilterError as problem:
        raise Refused(str(problem), field="predicate") from problem
