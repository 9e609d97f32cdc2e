"""Noting a contact that happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.households import household_for
from mutua.customers.queries.people import person_for
from mutua.daybook.events import InteractionNoted
from mutua.daybook.models import Interaction
from mutua.daybook.queries.daybook import function_of
from mutua.daybook.rules.touchpoint import infer_touchpoint
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom
from mutua.relationships.queries.catalogue import touchpoint_named

LEEWAY = timedelta(minutes=1)  # another machine's clock may be ahead of ours


@transaction.atomic
def note_interaction(
    actor: Actor,
    account_id: int | None,
    *,
    body: str,
    channel: str = "note",
    person_id: int | None = None,
    household_id: int | None = None,
    touchpoint: str = "",
    side: str = "us",
    at: datetime | None = None,
    custom: Mapping[str, Any] | None = None,
) -> Interaction:
    """A new interaction. account_id None: with a person or a household that is a customer by itself. touchpoint: its key; empty: inferred,
    and shown as inferred. Raises NotFound, NotAllowed, Refused."""
    account = account_for(actor, account_id) if account_id is not None else None
    person = person_for(actor, person_id) if person_id else None
    household = household_for(actor, household_id) if household_id else None
    require(actor, "daybook.interaction.create")
    if account is None and person is None and household is None:
        raise Refused(_("Say for which account it is, or with whom; nothing was saved."), field="account")
    if not body.strip():
        raise Refused(_("Write what happened; nothing was saved."), field="body")
    if at is not None and at > days.now() + LEEWAY:
        raise Refused(_("It has not happened yet: plan a meeting, or promise a task. Nothing was saved."), field="at")
    key = touchpoint or infer_touchpoint(function_of(person_id, account_id), channel)

    interaction = Interaction(
        account=account,
        person=person,
        household=household,
        touchpoint=touchpoint_named(actor, key),
        touchpoint_inferred=not touchpoint,
        owner_id=actor.user_id,
        channel=channel,
        side=side,
        at=at or days.now(),
        body=body.strip(),
    )
    give_custom(actor, interaction, custom)
    store(interaction)

    announce(InteractionNoted.of(interaction), actor)
    return interaction
