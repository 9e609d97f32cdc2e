"""Saying at which touchpoint a contact really happened."""

from __future__ import annotations

from django.db import transaction

from mutua.daybook.models import Interaction
from mutua.daybook.told import lines_of
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.queries.catalogue import touchpoint_named


@transaction.atomic
def correct_touchpoint(actor: Actor, interaction_id: int, key: str, *, version: int | None) -> Interaction:
    """The interaction at the touchpoint `key`, said by a person from now on. Raises NotFound, NotAllowed, StaleVersion."""
    interaction: Interaction = locked(find(visible_to(actor, Interaction.objects.all()), pk=interaction_id), version)
    require(actor, "daybook.interaction.edit", interaction)

    interaction.touchpoint, interaction.touchpoint_inferred = touchpoint_named(actor, key), False
    store(interaction, update_fields=["touchpoint", "touchpoint_inferred"])
    lines_of(interaction).update(touchpoint=key)
    return interaction
