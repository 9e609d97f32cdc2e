"""Two versions of a strategy side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.strategy.queries.comparing import comparison
from mutua.strategy.queries.strategies import strategy_for, versions_seen
from mutua.strategy.queries.then import are_parts_known, known_by, versions_on
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE
from mutua.strategy.views.strategies import day_asked


@require_GET
@needs("strategy.strategy.view")
def compare(request: HttpRequest, strategy_id: int) -> HttpResponse:
    """left, right: numbers of versions in the address; without them the two newest. on: as both stood at the end of that day."""
    strategy, day = strategy_for(request.actor, strategy_id), day_asked(request)
    seen = versions_seen(request.actor).filter(strategy=strategy).order_by("number")
    versions = list(seen if day is None else versions_on(seen, day))
    context = {"strategy": strategy, "versions": versions, "on": day, "today": days.today()}
    if len(versions) > 1:
        numbers = [_number(request.GET.get(side, ""), one.number) for side, one in zip(("left", "right"), versions[-2:], strict=True)]
        (left, was), (right, is_now) = (known_by(request.actor, strategy, number, day) for number in numbers)
        sections = comparison(request.actor, left, right, (was, is_now))
        context |= {
            "left": left, "right": right, "sections": sections, "only": request.GET.get("only") == "differences",
            "differences": sum(one.differences for one in sections),
            "words_only": [one for one in (left, right) if day and one.state in OPEN_TO_CHANGE and not are_parts_known(one, day)],
        }  # fmt: skip
    return render(request, "strategy/houses/compare.html", context)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise
