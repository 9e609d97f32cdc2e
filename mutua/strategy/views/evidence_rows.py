"""The rows under a number of an evidence panel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import NotFound, needs
from mutua.strategy.queries.evidence_counts import asked_about, count_for, rows_of
from mutua.strategy.queries.strategies import objective_for

PAGE = 100


@require_GET
@needs("strategy.strategy.view")
def rows(request: HttpRequest, objective_id: int, panel: str, count: str) -> HttpResponse:
    """of: one part of the rows. page: the number of the page, from 1."""
    objective = objective_for(request.actor, objective_id)
    shown, wanted = count_for(request.actor, objective, panel, count)
    asked = asked_about(objective)
    if asked is None:
        raise NotFound
    part = request.GET.get("of") if wanted.by else None
    found = rows_of(request.actor, asked, wanted, part)
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    listed = list(found[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "objective": objective,
        "strategy": objective.version_of.strategy,
        "panel": shown,
        "count": wanted,
        "part": part,
        "asked": asked,
        "number": found.count(),
        "rows": [wanted.show(row) for row in listed[:PAGE]],
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if len(listed) > PAGE else None,
    }
    return render(request, "strategy/review/evidence_rows.html", context)
