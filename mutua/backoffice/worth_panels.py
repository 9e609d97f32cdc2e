"""What the pages of customers say about their worth."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import Party
from mutua.backoffice.queries.worth import outlooks_of
from mutua.customers.models import Account, Household, Person
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel

Filled = tuple[str, dict[str, Any]] | None
FEWEST = 100  # as in mutua.methods.lifetime_value, which is not loaded with the pages


@panel("account", key="worth", title=_("Worth"), place="main", order=36, needs="backoffice.order.view", lazy=True)
def worth_of_account(actor: Actor, account: Account) -> Filled:
    return _worth(actor, account)


@panel("person", key="worth", title=_("Worth"), place="main", order=36, needs="backoffice.order.view", lazy=True)
def worth_of_person(actor: Actor, person: Person) -> Filled:
    return _worth(actor, person)


@panel("household", key="worth", title=_("Worth"), place="main", order=36, needs="backoffice.order.view", lazy=True)
def worth_of_household(actor: Actor, household: Household) -> Filled:
    return _worth(actor, household)


def _worth(actor: Actor, party: Party) -> Filled:
    outlooks = outlooks_of(actor, party)
    return ("backoffice/panels/_worth.html", {"outlooks": outlooks, "fewest": FEWEST}) if outlooks else None
