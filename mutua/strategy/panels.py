"""What the pages of an account and of a delivery say about strategy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel
from mutua.strategy.queries.customer_strategies import serving_account
from mutua.strategy.queries.segments import segments_of_account
from mutua.strategy.queries.serving import strategies_of_delivery


@panel("account", key="strategy", title=_("Strategy it serves"), place="main", order=20, needs="strategy.strategy.view")
def strategy(actor: Actor, account: Account) -> tuple[str, dict[str, Any]]:
    serving = serving_account(actor, account)
    own = [serving.own] if serving.own else []
    context = {"serving": serving, "own": own, "segments": segments_of_account(actor, account.pk), "account": account}
    return "strategy/panels/_account.html", context


@panel("shipment", key="strategy", title=_("Strategies that count it"), place="side", order=20, needs="strategy.strategy.view")
def of_delivery(actor: Actor, shipment: Shipment) -> tuple[str, dict[str, Any]]:
    return "strategy/panels/_shipment.html", {"strategies": strategies_of_delivery(actor, shipment)}
