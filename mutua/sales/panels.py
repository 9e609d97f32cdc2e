"""What sales shows on an account's page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.daybook.ground import stands_on
from mutua.foundation.access import Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.panels import panel
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import WITH, opportunities_seen

stands_on("deal_id", opportunities_seen)  # what is noted on a deal's page is about its account
SHOWN = 5
TAB_SHOWN = 50
Filled = tuple[str, dict[str, Any]] | None


@panel("account", key="deals", title=_("Deals"), place="side", order=30, needs="sales.opportunity.view")
def deals_panel(actor: Actor, account: Account) -> Filled:
    counted = _by_currency(actor, account.pk)
    context = {
        "deals": dearest_deals(actor, account.pk),
        "open_count": sum(row["open"] for row in counted),
        "won": [row for row in counted if row["won"]],
        "url": _all_of(account),
    }
    return "sales/panels/_deals.html", context


@prepared
def _by_currency(actor: Actor, account_id: int) -> QuerySet[Any, Any]:
    open_ones, won_ones = Q(stage__kind=Stage.Kind.OPEN), Q(stage__kind=Stage.Kind.WON)
    sums = {"open": Count("pk", filter=open_ones), "won": Count("pk", filter=won_ones), "worth": Sum("amount", filter=won_ones)}
    return opportunities_seen(actor).filter(account=account_id).order_by().values("currency").annotate(**sums).order_by("currency")  # type: ignore[arg-type]


@prepared
def dearest_deals(actor: Actor, account_id: int) -> QuerySet[Opportunity]:
    deals = opportunities_seen(actor).filter(account=account_id, stage__kind=Stage.Kind.OPEN)
    return deals.select_related("stage", "product", "strategy").order_by("-amount", "pk")[:SHOWN]


@panel("account", key="deals-tab", title=_("Deals"), place="wide", tab="deals", order=10, needs="sales.opportunity.view")
def deals_tab(actor: Actor, account: Account) -> Filled:
    seen = opportunities_seen(actor).filter(account=account)
    deals = seen.select_related(*WITH).order_by("stage__order", "-closed_on", "-pk")[:TAB_SHOWN]
    return "sales/panels/_deals_tab.html", {"deals": deals, "total": seen.count(), "url": _all_of(account)}


def _all_of(account: Account) -> str:
    tree = {"field": "account", "op": "is", "value": account.name}
    return f"{reverse('sales:deals')}?{urlencode({'f': json.dumps(tree)})}"
