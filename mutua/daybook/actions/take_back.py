"""Taking back what was noted, promised or planned too soon."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.daybook.models import Interaction, Meeting, Note, Task
from mutua.foundation.access import Actor, NotFound, find, visible_to
from mutua.foundation.records.actions.soft_delete import soft_delete

KINDS: dict[str, type[Any]] = {"interaction": Interaction, "meeting": Meeting, "task": Task, "note": Note}


@transaction.atomic
def take_back(actor: Actor, kind: str, record_id: int, *, version: int | None) -> Interaction | Meeting | Task | Note:
    """Into the bin, with its line in the timeline; from there it comes back. Raises NotFound, NotAllowed, StaleVersion."""
    model = KINDS.get(kind)
    if model is None:
        raise NotFound(kind)
    record: Interaction | Meeting | Task | Note = find(visible_to(actor, model.objects.all()), pk=record_id)
    return soft_delete(actor, record, version)
