"""Correcting what was noted of a contact. At which touchpoint it happened has an act of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.events import InteractionChanged
from mutua.daybook.models import Interaction
from mutua.daybook.queries.daybook import interaction_for
from mutua.daybook.told import forget_lines, tell_again
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

FIELDS = ("channel", "side", "body", "custom")


@transaction.atomic
def edit_interaction(actor: Actor, interaction_id: int, *, version: int | None, **values: Any) -> Interaction:
    """values: any of FIELDS. Timelines tell it as it stands now, by whom it was noted. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    interaction = locked(interaction_for(actor, interaction_id), version)
    require(actor, "daybook.interaction.edit", interaction)
    refuse_unseen(actor, Interaction, values)
    changed = fill(interaction, values, FIELDS)
    if not interaction.body:
        raise Refused(_("Write what happened; nothing was saved."), field="body")
    if not changed:
        return interaction

    store(interaction, update_fields=changed)
    if set(changed) - {"custom"}:
        forget_lines(actor, interaction)
        tell_again(actor, interaction)

    announce(InteractionChanged(interaction_id=interaction.pk, account_id=interaction.account_id), actor)
    return interaction
