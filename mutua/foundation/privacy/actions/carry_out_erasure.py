"""Erasing a person for good, everywhere."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.privacy.erasing import erase
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.privacy.subject import person_kind


@transaction.atomic
def carry_out_erasure(actor: Actor, erasure_id: int) -> Erasure:
    """The order, done, with counts and nothing about the person. Twice is once. Raises NotAllowed; Refused while an import reads a file that names the person."""
    require(actor, "privacy.person.erase")
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
    if erasure.state == Erasure.State.DONE:
        return erasure

    counts = erase(erasure)
    erasure.state, erasure.done_at, erasure.counts = Erasure.State.DONE, days.now(), dict(counts)
    erasure.save(update_fields=["state", "done_at", "counts"])

    person_kind().erased(actor, erasure.person_id, counts)
    return erasure
