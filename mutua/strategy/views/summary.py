"""The executive page: every strategy with its verdict and its money, on the screen and on one sheet of paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation import days
from mutua.foundation.access import NotFound, may, needs
from mutua.foundation.documents import download, pdf_of
from mutua.strategy.actions.look_at_summary import look_at_summary
from mutua.strategy.money import KINDS, purse_of
from mutua.strategy.queries.seen_summary import before_this_visit, digest_of
from mutua.strategy.queries.strategies import strategy_for
from mutua.strategy.queries.summary import Line, Summary, facts_of, money_rows, summary, summed
from mutua.strategy.summary_showing import Cell, Money, money_of, since, totals_of

MOST = 200
ON_A_SHEET = 16
PAGE = 100
COLUMNS = (gettext_lazy("Planned"), gettext_lazy("Spent"), gettext_lazy("Expected"), gettext_lazy("Returned"))  # in the order of KINDS


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.view")
def shown(request: HttpRequest) -> HttpResponse:
    """A look changes nothing; the page tells by itself, as soon as it is drawn, that it was looked at."""
    if request.method == "POST":
        look_at_summary(request.actor, request.POST.get("shown", ""))
        return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect("strategy:summary")
    found = summary(request.actor)
    since_then = since(request.actor, found, before_this_visit(request.actor))
    context = {**_context(found, MOST), "since": since_then, "digest": digest_of(facts_of(found))}
    return render(request, "strategy/summary/page.html", context)


@require_GET
@needs("strategy.strategy.view")
def sheet(request: HttpRequest) -> HttpResponse:
    """One page; the gravest strategies where not all fit. It is no visit: who prints has the page open."""
    context = {**_context(summary(request.actor), ON_A_SHEET), "today": days.today(), "reader": request.actor.name}
    return download(pdf_of(request, "strategy/summary/sheet.html", context), f"{_('Strategies')} {days.today()}")


@require_GET
@needs("strategy.strategy.view")
def money(request: HttpRequest, strategy_id: int, kind: str, side: str) -> HttpResponse:
    """The rows under one sum of a strategy. page: the number of the page, from 1."""
    strategy = strategy_for(request.actor, strategy_id)
    purse = purse_of(kind, side)
    if purse is None or not may(request.actor, purse.needs):
        raise NotFound
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    rows = money_rows(request.actor, purse, strategy.pk)
    asked = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "strategy": strategy,
        "kind": KINDS[kind],
        "side": side,
        "rows": [purse.show(row) for row in asked[:PAGE]],
        "sums": summed(rows),
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if len(asked) > PAGE else None,
    }
    return render(request, "strategy/summary/money.html", context)


def _context(found: Summary, most: int) -> dict[str, Any]:
    lines = [_row(line) for line in found.lines[:most]]
    return {
        "found": found,
        "lines": lines,
        "left_out": len(found.lines) - len(lines),
        "totals": totals_of(found),
        "verdicts": list(found.verdicts.items()),
        "out": [line for line in found.lines if line.stands_out],
    }


def _row(line: Line) -> tuple[Line, list[Money], list[tuple[Any, list[tuple[Money, Cell]]]]]:
    """A strategy, its money by currency, and the same turned round: the columns of the table with an amount for each currency."""
    known = money_of(line)
    columns = [(title, [(one, one.cells[place]) for one in known]) for place, title in enumerate(COLUMNS)]
    return line, known, columns
