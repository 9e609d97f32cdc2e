"""What the back office shows on an account's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.queries.of_account import deliveries_of, newest_shipments
from mutua.backoffice.queries.whereabouts import orders_of_account
from mutua.customers.models import Account
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel

SHOWN = 5
Filled = tuple[str, dict[str, Any]] | None


@panel("account", key="orders", title=_("Orders and where they are"), place="main", order=10, needs="backoffice.shipment.view")
def orders_panel(actor: Actor, account: Account) -> Filled:
    """Where nothing was ordered here, what was sent."""
    orders = orders_of_account(actor, account.pk, SHOWN)
    shipments = [] if orders else newest_shipments(actor, account.pk, SHOWN)
    return ("backoffice/panels/_orders.html", {"orders": orders, "shipments": shipments}) if orders or shipments else None


@panel("account", key="deliveries-year", title=_("Deliveries"), place="wide", tab="deliveries", order=10, needs="backoffice.shipment.view")
def deliveries_tab(actor: Actor, account: Account) -> Filled:
    shipments = newest_shipments(actor, account.pk, 100)
    if not shipments:
        return None
    return "backoffice/panels/_deliveries_tab.html", {"shipments": shipments, "year": deliveries_of(actor, account.pk)}


@panel("account", key="orders-tab", title=_("Orders"), place="wide", tab="deliveries", order=20, needs="backoffice.order.view")
def orders_tab(actor: Actor, account: Account) -> Filled:
    orders = orders_of_account(actor, account.pk, 30)
    return ("backoffice/panels/_orders_tab.html", {"orders": orders}) if orders else None
