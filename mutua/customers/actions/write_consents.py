"""Writing what imported people allow, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Consent, Purpose
from mutua.customers.queries.consents import that_hold
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.tracing import found, made


@transaction.atomic
def write_consents(actor: Actor, source: str, rows: Sequence[tuple[int, bool]]) -> None:
    """rows: people with whether the file says that news may be sent to them by mail. Only what differs from what holds is written: two statements.

    A yes of the file never undoes a no that the person has said here: who took it back has to say yes again.
    """
    if not rows:
        return
    require(actor, "customers.consent.record")
    said, now = dict(rows), days.now()
    spoken = that_hold(Consent.objects.filter(person__in=said, purpose=Purpose.NEWS, channel=Consent.Channel.MAIL))
    held = dict(spoken.values_list("person", "given"))
    found(Consent, [pk for pk, person, given in spoken.values_list("pk", "person", "given") if given == said[person]])

    written = Consent.objects.bulk_create(
        Consent(
            person_id=person, purpose=Purpose.NEWS, channel=Consent.Channel.MAIL, given=given, at=now, how=Consent.How.IMPORT,
            proof=_("It stands so in %(source)s.") % {"source": source}, recorded_at=now, recorded_by_id=actor.user_id, recorded_by_name=actor.name,
        )
        for person, given in said.items()
        if (given and person not in held) or (not given and held.get(person, True))
    )  # fmt: skip
    made(Consent, [consent.pk for consent in written])
