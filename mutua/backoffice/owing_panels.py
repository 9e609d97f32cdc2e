"""What the pages of accounts and people show of money and of what was bought."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import Party, of_party
from mutua.backoffice.queries.holdings import bought_by
from mutua.backoffice.queries.owing import open_invoices_of, owed_by, standings_of
from mutua.customers.models import Account, Household, Person
from mutua.foundation.access import Actor, may
from mutua.foundation.panels import panel

Filled = tuple[str, dict[str, Any]] | None
SHOWN = 5


@panel("account", key="owing", title=_("Invoices and credit"), place="main", order=15, needs="backoffice.invoice.view", lazy=True)
def owing_of_account(actor: Actor, account: Account) -> Filled:
    return _owing(actor, account, "account_id")


@panel("person", key="owing", title=_("Invoices and credit"), place="main", order=40, needs="backoffice.invoice.view", lazy=True)
def owing_of_person(actor: Actor, person: Person) -> Filled:
    return _owing(actor, person, "person_id")


@panel("household", key="owing", title=_("Invoices and credit"), place="main", order=40, needs="backoffice.invoice.view", lazy=True)
def owing_of_household(actor: Actor, household: Household) -> Filled:
    return _owing(actor, household, "household_id")


@panel("account", key="holdings", title=_("What they bought"), place="wide", tab="deliveries", order=30, needs="backoffice.order.view")
def holdings_tab(actor: Actor, account: Account) -> Filled:
    return "backoffice/panels/_holdings.html", {"holdings": bought_by(actor, of_party(account), 30)}


def _owing(actor: Actor, party: Party, field: str) -> Filled:
    """Three queries, whatever their number."""
    sums = owed_by(actor, party)
    shown = {
        "sums": sums,
        "invoices": open_invoices_of(actor, party, SHOWN) if sums else [],
        "standings": standings_of(actor, party) if may(actor, "backoffice.credit.view") else [],
        "page": f"{reverse('backoffice:invoices')}?{urlencode({'f': json.dumps({'field': field, 'op': 'is', 'value': party.pk})})}",
    }
    return "backoffice/panels/_owing.html", shown
