"""Two versions of a strategy side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import needs
from mutua.strategy.queries.comparing import comparison
from mutua.strategy.queries.strategies import strategy_for, version_shown, versions_seen


@require_GET
@needs("strategy.strategy.view")
def compare(request: HttpRequest, strategy_id: int) -> HttpResponse:
    """left, right: numbers of versions in the address; without them the two newest."""
    strategy = strategy_for(request.actor, strategy_id)
    versions = list(versions_seen(request.actor).filter(strategy=strategy).order_by("number"))
    context = {"strategy": strategy, "versions": versions}
    if len(versions) > 1:
        numbers = [_number(request.GET.get(side, ""), one.number) for side, one in zip(("left", "right"), versions[-2:], strict=True)]
        left, right = (version_shown(request.actor, strategy, number) for number in numbers)
        left.strategy = right.strategy = strategy
        sections = comparison(request.actor, left, right)
        only = request.GET.get("only") == "differences"
        context |= {
            "left": left, "right": right, "sections": sections, "only": only, "differences": sum(one.differences for one in sections),
        }  # fmt: skip
    return render(request, "strategy/houses/compare.html", context)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise
