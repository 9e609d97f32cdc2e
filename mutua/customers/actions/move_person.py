"""A person moved to another company: where they worked ends, where they work begins."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.events import PersonLeft
from mutua.customers.models import Account, Affiliation
from mutua.customers.queries.people import affiliation_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store


@transaction.atomic
def move_person(
    actor: Actor, affiliation_id: int, *, version: int | None, to: Account | None, on: date, job_title: str = "", buying_role: str = ""
) -> Affiliation:
    """The affiliation that has ended, the day before `on`; with `to`, a new one there begins on that day.

    Raises NotFound, NotAllowed, StaleVersion, Refused; then neither has ended nor begun.
    """
    ended: Affiliation = locked(affiliation_for(actor, affiliation_id), version)
    require(actor, "customers.person.edit", ended)
    if ended.until is not None:
        raise Refused(_("This has ended already. Nothing was saved; load the page again."))
    if to is not None and to.pk == ended.account_id:
        raise Refused(
            _("That is where they work already. Nothing was saved; edit the job title there, or choose another account."), field="to"
        )
    last_day = on - timedelta(days=1)
    if ended.since is not None and last_day < ended.since:
        raise Refused(_("They began there on that day or later. Nothing was saved; choose a later day."), field="on")

    ended.until = last_day
    store(ended, update_fields=["until"])
    if to is not None:
        affiliate_person(actor, ended.person, account_id=to.pk, job_title=job_title, buying_role=buying_role, since=on)

    announce(
        PersonLeft(affiliation_id=ended.pk, person_id=ended.person_id, account_id=ended.account_id, person_name=ended.person.name),
        actor=actor,
    )
    return ended
