"""Taking consent back, at once: what a person no longer wants has not to be explained."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.actions.record_consent import record_consent
from mutua.customers.models import Consent, Person
from mutua.customers.queries.consents import holding
from mutua.customers.queries.people import person_for
from mutua.foundation.access import Actor, require
from mutua.foundation.records.locking import locked


@transaction.atomic
def withdraw_consent(
    actor: Actor, person_id: int, *, purpose: str = "", channel: str = "", how: str = Consent.How.PHONE, proof: str = ""
) -> list[Consent]:
    """The withdrawals that were written. Without purpose and channel everything that holds is withdrawn; what does not hold is left alone.

    Raises NotFound, NotAllowed.
    """
    person: Person = locked(person_for(actor, person_id), None)
    require(actor, "customers.consent.record", person)
    wanted = [
        (entry.purpose, entry.channel)
        for entry in holding(actor, person).values()
        if entry.given and purpose in ("", entry.purpose) and channel in ("", entry.channel)
    ]

    return [record_consent(actor, person, purpose=each, channel=by, given=False, how=how, proof=proof) for each, by in wanted]
