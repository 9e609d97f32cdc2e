"""Line of sight: the rows that serve a strategy, and how much of the work under way serves none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import NotFound, needs
from mutua.strategy.queries.sight import MOST_PAGES, PAGE, rows_serving, under_way, works_seen
from mutua.strategy.queries.strategies import strategy_for
from mutua.strategy.work import Work


@require_GET
@needs("strategy.strategy.view")
def sight(request: HttpRequest) -> HttpResponse:
    """All work under way: by kind, by team, by strategy."""
    return render(request, "strategy/sight/under_way.html", {"found": under_way(request.actor)})


@require_GET
@needs("strategy.strategy.view")
def rows(request: HttpRequest, strategy_id: int, key: str) -> HttpResponse:
    """The rows of a kind that serve a strategy; page: the number of the page, from 1."""
    strategy = strategy_for(request.actor, strategy_id)
    work = _work(request, key)
    found = rows_serving(request.actor, work, strategy.pk)
    return _list(request, work, found, {"strategy": strategy})


@require_GET
@needs("strategy.strategy.view")
def off(request: HttpRequest, key: str) -> HttpResponse:
    """The work under way of a kind that serves no strategy."""
    work = _work(request, key)
    if work.open is None:
        raise NotFound
    return _list(request, work, rows_serving(request.actor, work, None).filter(work.open), {})


def _list(request: HttpRequest, work: Work, found: object, context: dict[str, object]) -> HttpResponse:
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])  # type: ignore[index]
    count: int = found.count()  # type: ignore[attr-defined]
    shown = {"work": work, "rows": [work.show(row) for row in rows[:PAGE]], "count": count}
    # Any row is two clicks from its strategy: the list, and its page of the list.
    shown |= {"pages": range(1, min(-(-count // PAGE), MOST_PAGES) + 1), "page": page}
    pages = {"before": page - 1 if page > 1 else None, "after": page + 1 if len(rows) > PAGE else None}
    return render(request, "strategy/sight/rows.html", {**context, **shown, **pages})


def _work(request: HttpRequest, key: str) -> Work:
    """Raises NotFound, also where the actor may not see any of them."""
    found = next((work for work in works_seen(request.actor) if work.key == key), None)
    if found is None:
        raise NotFound
    return found
