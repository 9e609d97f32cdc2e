"""Deleting a segment: into the bin, where no strategy stands on it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.strategy.models import GenericStrategy, Segment
from mutua.strategy.queries.segments import segment_for


@transaction.atomic
def delete_segment(actor: Actor, segment_id: int, *, version: int | None) -> Segment:
    """The segment, now in the bin. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    segment = segment_for(actor, segment_id)
    if GenericStrategy.objects.filter(segment=segment, deleted_at=None).exists():
        raise Refused(_("Strategies stand on this segment. Nothing was deleted. Put these strategies into the bin first."))
    return soft_delete(actor, segment, version)
