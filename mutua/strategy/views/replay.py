"""The replay: any day of the past as it was known then."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from mutua.customers.models import Account
from mutua.foundation.access import needs, visible_to
from mutua.foundation.metrics import Alarm, MetricQuery, alarms
from mutua.foundation.ui import formats
from mutua.strategy.evidence import DayRead
from mutua.strategy.models import CountedOutcome, Measurement, VerdictTurn
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.replaying import known_on, period_of, replay_at, turns_of
from mutua.strategy.queries.reviewing import Reading, course_of, readings_of, rows_behind
from mutua.strategy.queries.strategies import strategy_for, version_shown
from mutua.strategy.sentences import figure
from mutua.strategy.showing import shown, story
from mutua.strategy.views.review import chosen_of, number_in, objective_tabs

LOOK_BACK = timedelta(days=90)
ROWS = 20
GRAVE = (Measurement.Verdict.AMEND, Measurement.Verdict.ABANDON)


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
    period_asked = _period(request, *period)
    first, last = period_asked or period
    day = _asked(request, first, last)
    course = course_of(request.actor, chosen.objective)
    turned = turns_of(request.actor, chosen.objective)
    so_far = [turn for turn in turned if turn.day <= day and not (turn.counted_anew and _told_after(turn, day))]
    known = replay_at(chosen.objective, chosen.judged, day, [turn.observations for turn in so_far])
    then = known[max(known)] if known else None
    since = first if period_asked else day - LOOK_BACK
    behind = rows_behind(request.actor, chosen.objective).filter(day__lte=day, day__gte=since)
    return {
        "reading": chosen,
        "day": day,
        "first": first,
        "last": last,
        "whole": period,
        "asked": period_asked,
        "since": since,
        "dates": (("from", _("Period from"), first), ("until", _("until"), last), ("day", _("Day"), day)),
        "in_period": _in_period(behind, chosen),
        "offset": (day - first).days,
        "span": (last - first).days,
        "then": shown(chosen, then) if then else None,
        "same": then is not None and _as_recorded(known, known_on(course, day), so_far),
        "story": story(chosen, course, turned, now=day),
        "turned": so_far,
        "alarms": _rings(chosen, turned, day) + _alarms(request, chosen, period[0], day),
        "rows": _worst_first(behind, chosen)[:ROWS],
        "at_stake": _money(behind, chosen),
    }


def _period(request: HttpRequest, first: date, last: date) -> tuple[date, date] | None:
    """The period that the address asks for, within the days that there are; None for all of them and for what is no period."""
    try:
        since = date.fromisoformat(request.GET.get("from") or first.isoformat())
        until = date.fromisoformat(request.GET.get("until") or last.isoformat())
    except ValueError:
        return None
    since, until = max(since, first), min(until, last)
    return None if since > until or (since, until) == (first, last) else (since, until)


def _asked(request: HttpRequest, first: date, last: date) -> date:
    """The day by date, or by its distance from the first; kept within the period."""
    given, step = request.GET.get("day", ""), request.GET.get("at", "")
    try:
        day = first + timedelta(int(step)) if step else date.fromisoformat(given)
    except (ValueError, OverflowError):
        day = last
    return min(max(day, first), last)


def _as_recorded(known: dict[int, DayRead], recorded: Measurement | None, turned: list[VerdictTurn]) -> bool:
    """Whether the end of the day, and each turn until then, come to the digits and the verdict that were recorded live."""
    if recorded is None or _digits(known[max(known)]) != _digits(recorded):
        return False
    return all(_digits(known[turn.observations]) == _digits(turn) for turn in turned if not turn.counted_anew)


def _told_after(turn: VerdictTurn, day: date) -> bool:
    """What was told and then counted anew is a fact of the day on which it was told, and no part of the course of the days before."""
    return turn.told_at is not None and turn.told_at.date() > day


def _rings(chosen: Reading, turned: list[VerdictTurn], day: date) -> list[Alarm]:
    """The times when somebody was told that the evidence says amend or abandon, the newest first."""
    return [
        Alarm(
            rung_on=turn.told_at.date(),
            account_id=0,
            title=_("%(verdict)s? %(objective)s") % {"verdict": turn.get_now_display(), "objective": chosen.objective.name},  # type: ignore[attr-defined]
            detail=ngettext("after %(n)s outcome", "after %(n)s outcomes", turn.observations) % {"n": formats.number(turn.observations)},
        )
        for turn in reversed(turned)
        if turn.told_at is not None and turn.told_at.date() <= day and turn.now in GRAVE
    ]


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


def _in_period(behind: QuerySet[CountedOutcome], chosen: Reading) -> str:
    """How it went in the period alone, whatever was before; "" where nothing became known."""
    told = behind.aggregate(n=Count("pk"), mean=Avg("value"), whole=Sum("value"))
    if not told["n"]:
        return ""
    words = {"n": formats.number(told["n"]), "mean": figure(told["mean"], chosen.metric.unit)}
    if chosen.metric.unit == "share":
        return _("%(good)s of %(n)s (%(mean)s)") % {**words, "good": formats.number(told["whole"])}
    return ngettext("%(mean)s in the mean of %(n)s outcome", "%(mean)s in the mean of %(n)s outcomes", told["n"]) % words


def _money(behind: QuerySet[CountedOutcome], chosen: Reading) -> list[tuple[str, str, int]]:
    """By currency: the money in outcomes of the period that fell short of the plan, and how many these are."""
    short = Q(value__lt=chosen.judged.plan) if chosen.metric.better == "higher" else Q(value__gt=chosen.judged.plan)
    told = behind.filter(short).exclude(amount=None).order_by().values("currency").annotate(whole=Sum("amount"), n=Count("pk"))
    return [(row["currency"], formats.money(row["whole"], row["currency"]), row["n"]) for row in told.order_by("currency")]
