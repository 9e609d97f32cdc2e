"""What the pages of people and of households show of what they ordered."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.queries.holdings import bought_by
from mutua.backoffice.queries.of_party import ordered_by, theirs
from mutua.backoffice.queries.whereabouts import orders_and_where
from mutua.customers.models import Household, Person
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel

Filled = tuple[str, dict[str, Any]] | None
SHOWN = 5
PRODUCTS = 10


@panel("person", key="orders", title=_("Orders"), place="main", order=35, needs="backoffice.order.view")
def orders_of_person(actor: Actor, person: Person) -> Filled:
    return _orders(actor, person)


@panel("household", key="orders", title=_("Orders"), place="main", order=35, needs="backoffice.order.view")
def orders_of_household(actor: Actor, household: Household) -> Filled:
    """Those of the people who belong to it among them."""
    return _orders(actor, household)


@panel("person", key="holdings", title=_("What they bought"), place="main", order=37, needs="backoffice.order.view", lazy=True)
def holdings_of_person(actor: Actor, person: Person) -> Filled:
    return "backoffice/panels/_bought.html", {"holdings": bought_by(actor, theirs(actor, person), PRODUCTS)}


@panel("household", key="holdings", title=_("What they bought"), place="main", order=37, needs="backoffice.order.view", lazy=True)
def holdings_of_household(actor: Actor, household: Household) -> Filled:
    return "backoffice/panels/_bought.html", {"holdings": bought_by(actor, theirs(actor, household), PRODUCTS)}


def _orders(actor: Actor, party: Person | Household) -> Filled:
    """Where nothing was ordered, nothing is shown: most people whom one knows work for a customer and are none themselves."""
    whose = theirs(actor, party)
    orders = orders_and_where(actor, whose, SHOWN)
    if not orders:
        return None
    kind = f"{party._meta.model_name}_id"
    page = f"{reverse('backoffice:orders')}?{urlencode({'f': json.dumps({'field': kind, 'op': 'is', 'value': party.pk})})}"
    shown = {"orders": orders, "sums": ordered_by(actor, whose), "page": page}
    return "backoffice/panels/_party_orders.html", shown
