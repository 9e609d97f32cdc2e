"""The value map of a strategy: trading partners, flows and dependence both ways; of a version that was put up for challenge as it was then."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.frozen_map import map_of_version
from mutua.strategy.queries.strategies import strategy_for, version_shown
from mutua.strategy.queries.value_map import MOST_MEMBERS, value_map
from mutua.strategy.rules.dependence import LITTLE
from mutua.strategy.value_drawing import hardly, value_picture
from mutua.strategy.views.review import number_in


@require_GET
@needs("strategy.strategy.view")
def shown(request: HttpRequest, strategy_id: int) -> HttpResponseBase:
    """version: its number; `now` shows the trade of today in place of what the version keeps."""
    strategy = strategy_for(request.actor, strategy_id)
    version = version_shown(request.actor, strategy, number_in(request))
    kept = map_of_version(request.actor, version)
    then = None if "now" in request.GET else kept
    now = kept is not None and then is None
    without = kept is None and version.state != StrategyVersion.State.DRAFT
    found = then.found if then else value_map(request.actor, strategy)
    if request.GET.get("as") == "csv":
        names = ["customer", "buys_from_us", "currency", "part_of_our_revenue", "our_part_of_their_spend", "unlikely_for"]
        lines = (
            [one.account.name, one.spend, found.currency, one.of_our_revenue, one.of_their_spend, " ".join(one.unlikely_for)]
            for one in found.customers
        )
        name = f"{strategy} value map" if then else f"{strategy} value map of {days.today()}"
        return csv_response(name, names, lines)
    address = {"version": version.number, **({"now": 1} if now else {}), "as": "csv"}
    context = {
        "strategy": strategy, "version": version, "then": then, "now": now, "without": without, "found": found, "picture": value_picture(found, _("We")),
        "hardly": hardly(found), "most": MOST_MEMBERS, "little": float(LITTLE),
        "csv": f"{reverse('strategy:value-map', args=[strategy.pk])}?{urlencode(address)}",
    }  # fmt: skip
    return render(request, "strategy/houses/value_map.html", context)
