"""Opening a customer's page in tests: by the same middleware, addresses and role of the database as in its own process."""

from __future__ import annotations

from typing import Any

from django.test import Client, override_settings

from mutua.config import portal
from mutua.customers.models import Account, Person
from mutua.customers.tests.making import make_account, make_affiliation, make_contact_point, make_person
from mutua.foundation.access import Actor, flow_actor
from mutua.portals.actions.make_link import make_link
from mutua.portals.middleware import COOKIE
from mutua.portals.models import PortalLink
from mutua.portals.rules.tokens import new_token

OUTSIDE = {
    name: getattr(portal, name)
    for name in (
        "ROOT_URLCONF",
        "MIDDLEWARE",
        "TEMPLATES",
        "CSRF_COOKIE_NAME",
        "CSRF_FAILURE_VIEW",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
    )
} | {"PORTAL_URL": "http://localhost:9000"}


class Visit(Client):
    """A browser of the portal. With a token it has opened that link already."""

    def __init__(self, token: str = "", **more: Any) -> None:
        super().__init__(SERVER_NAME="localhost", **more)
        if token:
            self.cookies[COOKIE] = token

    def request(self, **asked: Any) -> Any:
        with override_settings(**OUTSIDE):
            return super().request(**asked)


def make_guest(account: Account, name: str = "Mia Santos", email: str = "mia@alder.example") -> Person:
    given, _, family = name.partition(" ")
    person = make_person(given_name=given, family_name=family)
    make_affiliation(person=person, account=account)
    make_contact_point(person=person, value=email)
    return person


def make_open_link(account: Account | None = None, *, by: Actor | None = None, **more: Any) -> tuple[PortalLink, str]:
    """A link to the page of the account, with the token in it."""
    account = account or make_account()
    guest = more.pop("person", None) or make_guest(account)
    token = new_token()
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        return make_link(by or flow_actor("test"), account.pk, person_id=guest.pk, token=token, **more), token
