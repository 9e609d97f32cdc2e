"""The replay: any day of the past as it was known then."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.customers.models import Account
from mutua.foundation.access import needs, visible_to
from mutua.foundation.metrics import Alarm, MetricQuery, alarms
from mutua.foundation.ui import formats
from mutua.strategy.models import CountedOutcome
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.replaying import known_on, period_of, replay, turns
from mutua.strategy.queries.reviewing import Reading, course_of, readings_of, rows_behind
from mutua.strategy.queries.strategies import strategy_for, version_shown
from mutua.strategy.showing import shown, story
from mutua.strategy.views.review import chosen_of, number_in, objective_tabs

LOOK_BACK = timedelta(days=90)
ROWS = 20


@require_GET
@needs("strategy.strategy.view")
def replayed(request: HttpRequest, strategy_id: int) -> HttpResponse:
    strategy = strategy_for(request.actor, strategy_id)
    version = version_shown(request.actor, strategy, number_in(request))
    readings = readings_of([version]).get(version.pk, [])
    chosen = chosen_of(request, readings)
    context = {"strategy": strategy, "version": version, "tabs": objective_tabs(request, readings, chosen)}
    period = period_of(chosen.objective) if chosen else None
    if chosen is not None and period is not None:
        context |= _day_of(request, chosen, period)
    fragment = request.headers.get("HX-Target") == "replay-day"
    return render(request, "strategy/review/_replay_day.html" if fragment else "strategy/review/replay.html", context)


def _day_of(request: HttpRequest, chosen: Reading, period: tuple[date, date]) -> dict[str, object]:
    first, last = period
    day = _asked(request, first, last)
    course = course_of(request.actor, chosen.objective)
    then = replay(chosen.objective, chosen.judged, day)
    recorded = known_on(course, day)
    behind = rows_behind(request.actor, chosen.objective).filter(day__lte=day, day__gt=day - LOOK_BACK)
    return {
        "reading": chosen,
        "day": day,
        "first": first,
        "last": last,
        "offset": (day - first).days,
        "span": (last - first).days,
        "then": shown(chosen, then) if then else None,
        "same": then is not None and recorded is not None and _digits(then) == _digits(recorded),
        "story": story(chosen, course, now=day),
        "turned": turns([one for one in course if one.day <= day]),
        "alarms": _alarms(request, chosen, first, day),
        "rows": _worst_first(behind, chosen)[:ROWS],
        "at_stake": _money(list(behind.exclude(amount=None)), chosen),
        "years": range(first.year, last.year + 1),
    }


def _asked(request: HttpRequest, first: date, last: date) -> date:
    """The day by date, or by its distance from the first; kept within the period."""
    given, step = request.GET.get("day", ""), request.GET.get("at", "")
    try:
        day = first + timedelta(int(step)) if step else date.fromisoformat(given)
    except (ValueError, OverflowError):
        day = last
    return min(max(day, first), last)


def _digits(known: object) -> tuple[object, ...]:
    return tuple(getattr(known, name) for name in ("observations", "estimate", "lower", "upper", "verdict"))


def _alarms(request: HttpRequest, chosen: Reading, first: date, day: date) -> list[Alarm]:
    if is_concealed(request.actor, chosen.objective.version_of.strategy.segment):
        return []
    counted = CountedOutcome.objects.filter(objective=chosen.objective).values("account")
    seen = frozenset(visible_to(request.actor, Account.objects.filter(pk__in=counted)).values_list("pk", flat=True))
    return alarms(chosen.objective.metric, MetricQuery(since=first, until=day, account_ids=seen))[::-1]


def _worst_first(behind: QuerySet[CountedOutcome], chosen: Reading) -> QuerySet[CountedOutcome]:
    # The rows that pulled the estimate away from the plan are the ones to look at.
    order = "value" if chosen.metric.better == "higher" else "-value"
    return behind.order_by(order, "-position")


def _money(rows: list[CountedOutcome], chosen: Reading) -> list[tuple[str, str, int]]:
    """By currency: the money in outcomes that fell short of the plan in the last 90 days, and how many these are."""
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        short = row.value < chosen.judged.plan if chosen.metric.better == "higher" else row.value > chosen.judged.plan
        if short and row.amount is not None:
            found.setdefault(row.currency, []).append(row.amount)
    return [(currency, formats.money(sum(amounts, Decimal(0)), currency), len(amounts)) for currency, amounts in sorted(found.items())]
