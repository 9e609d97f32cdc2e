"""Saying at which touchpoint a contact really happened, or a meeting really is."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction

from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.told import lines_of
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.queries.catalogue import touchpoint_named

Told = TypeVar("Told", Interaction, Meeting)


def correct_touchpoint(actor: Actor, interaction_id: int, key: str, *, version: int | None) -> Interaction:
    """The interaction at the touchpoint `key`, said by a person from now on. Raises NotFound, NotAllowed, StaleVersion."""
    return _corrected(actor, Interaction, interaction_id, key, version)


def correct_meetings_touchpoint(actor: Actor, meeting_id: int, key: str, *, version: int | None) -> Meeting:
    """The same for a meeting."""
    return _corrected(actor, Meeting, meeting_id, key, version)


@transaction.atomic
def _corrected(actor: Actor, model: type[Told], record_id: int, key: str, version: int | None) -> Told:
    record: Told = locked(find(visible_to(actor, model.objects.filter(account__deleted_at=None)), pk=record_id), version)
    require(actor, f"daybook.{model._meta.model_name}.edit", record)

    record.touchpoint, record.touchpoint_inferred = touchpoint_named(actor, key), False
    store(record, update_fields=["touchpoint", "touchpoint_inferred"])
    lines_of(record).update(touchpoint=key)
    return record
