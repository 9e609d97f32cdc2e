"""What a person allows, as a small table of purposes and channels."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Consent, Person, Purpose
from mutua.customers.queries.consents import holding
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel


@panel("person", key="consents", title=_("What they allow"), place="side", order=20, needs="customers.person.view")
def consents(actor: Actor, person: Person) -> tuple[str, dict[str, Any]]:
    return "customers/panels/_consents.html", {"state": state_rows(actor, person)}


def state_rows(actor: Actor, person: Person, as_of: datetime | None = None) -> list[dict[str, Any]]:
    """One row a purpose and channel that the person has spoken about, in the order of the choices."""
    held = holding(actor, person, as_of)
    return [
        {"entry": held[purpose, channel], "purpose": purpose_label, "channel": channel_label}
        for purpose, purpose_label in Purpose.choices
        for channel, channel_label in Consent.Channel.choices
        if (purpose, channel) in held
    ]
