"""One customer's own page, for whoever looks at the demonstration: a link that is printed at the start, promises, and claims that wait for a signature."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from mutua.customers.models import Account, Person
from mutua.demo.noting import ACTOR
from mutua.demo.shift import Shift
from mutua.foundation.access import flow_actor
from mutua.foundation.database.secret import kept_secret
from mutua.foundation.days import as_of
from mutua.portals.actions.make_link import make_link
from mutua.portals.actions.promise import promise
from mutua.portals.models import PortalLink, Promise
from mutua.portals.rules.tokens import digest_of

WHOSE, WHO = "Zambia programme", ("Thandiwe", "Mwansa")
PROMISES = (
    ("Ship notices for every order, a day before it leaves", 21),
    ("Standing appointments at the Lusaka warehouse", 75),
    ("One person to call when a truck is late", -12),
)
MADE_BEFORE = timedelta(days=30)  # one of them is late by now
KEPT = "demo-portal-link"


def token() -> str:
    """Made for this installation and kept in its data folder, as the passwords of its first people are."""
    return kept_secret(settings.DATA_FOLDER, KEPT)


def open_customers_page(shift: Shift) -> None:
    """Safe to repeat. Nothing where no pages are served to customers."""
    account = Account.objects.filter(name=WHOSE).first()
    person = Person.objects.filter(given_name=WHO[0], family_name=WHO[1], affiliations__account=account).first()
    if account is None or person is None or not settings.PORTAL_URL:
        return
    actor = flow_actor(ACTOR)
    if not PortalLink.objects.filter(digest=digest_of(token())).exists():
        make_link(actor, account.pk, person_id=person.pk, open_days=366, token=token())
    if not Promise.objects.filter(account=account).exists():
        with as_of(shift.today - MADE_BEFORE):
            for words, days in PROMISES:
                promise(actor, account.pk, words=words, due_on=shift.today + timedelta(days=days))
