"""Recording that a person allowed something, or took it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import ConsentGiven, ConsentWithdrawn
from mutua.customers.models import Consent, Person, Wording
from mutua.customers.queries.people import person_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store


@transaction.atomic
def record_consent(
    actor: Actor,
    person: Person | int,
    *,
    purpose: str,
    channel: str,
    given: bool,
    how: str,
    at: datetime | None = None,
    wording: Wording | None = None,
    proof: str = "",
) -> Consent:
    """The new entry; what stands in the ledger already stays. at: when the person said it, now if nobody says otherwise.

    Raises NotFound, NotAllowed, Refused.
    """
    person = person_for(actor, person) if isinstance(person, int) else person
    require(actor, "customers.consent.record", person)
    now = days.now()
    if at is not None and at > now:
        raise Refused(_("That moment has not come yet. Nothing was recorded; enter when it was said."), field="at")
    if wording is not None and wording.purpose != purpose:
        raise Refused(
            _("This wording asks for something else. Nothing was recorded; choose a wording of the same purpose."), field="wording"
        )
    if given and not proof.strip() and wording is None:
        raise Refused(_("Say what shows it: a wording that was read, or a proof. Nothing was recorded."), field="proof")

    entry = Consent(
        person=person, purpose=purpose, channel=channel, given=given, at=at or now, how=how, wording=wording, proof=proof.strip(),
        recorded_at=now, recorded_by_id=actor.user_id, recorded_by_name=actor.name,
    )  # fmt: skip
    store(entry)

    tell = ConsentGiven if given else ConsentWithdrawn
    words = {"purpose": str(entry.get_purpose_display()).lower(), "channel": str(entry.get_channel_display()).lower()}
    announce(tell(consent_id=entry.pk, person_id=person.pk, **words), actor=actor)
    return entry
