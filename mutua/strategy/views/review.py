"""The review: what the evidence says about a strategy in force, and the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.decide_review import decide_review
from mutua.strategy.forms import DecisionForm
from mutua.strategy.models import Measurement, Review, StrategyVersion
from mutua.strategy.queries.replaying import turns_of
from mutua.strategy.queries.reviewing import Reading, course_of, overall, reading_of, readings_of, reviews_of, rows_behind
from mutua.strategy.queries.standing_out import standing_out
from mutua.strategy.queries.strategies import objective_for, strategy_for, version_for, version_shown
from mutua.strategy.showing import shown, story

ROWS = 12
PAGE = 100


@require_GET
@needs("strategy.strategy.view")
def review(request: HttpRequest, strategy_id: int) -> HttpResponse:
    strategy = strategy_for(request.actor, strategy_id)
    version = version_shown(request.actor, strategy, number_in(request))
    readings = readings_of([version]).get(version.pk, [])
    chosen = chosen_of(request, readings)
    context: dict[str, Any] = {
        "strategy": strategy,
        "version": version,
        "decisions": Review.Decision.choices,
        "reviews": reviews_of(request.actor, version)[:8],
        "tabs": objective_tabs(request, readings, chosen),
        "in_force": version.state == StrategyVersion.State.ACTIVE,
    }
    if context["in_force"] and overall(readings) == Measurement.Verdict.ABANDON:
        context["together"] = standing_out()
    if chosen is not None:
        behind = rows_behind(request.actor, chosen.objective)
        context |= {
            "shown": shown(chosen),
            "objective": objective_for(request.actor, chosen.objective.pk),
            "story": story(chosen, course_of(request.actor, chosen.objective), turns_of(request.actor, chosen.objective)),
            "rows": behind[:ROWS],
            "row_count": behind.count(),
        }
    return render(request, "strategy/review/page.html", context)


@require_http_methods(["GET", "POST"])
@needs("strategy.review.decide")
def decide(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = DecisionForm(request.POST or None, initial={"decision": request.GET.get("decision", "continue"), "version": version.version})
    if version.state == StrategyVersion.State.APPROVED:  # never in force, so there is nothing to continue or to amend
        form.fields["decision"].choices = [one for one in Review.Decision.choices if one[0] == Review.Decision.ABANDON]  # type: ignore[attr-defined]
    back = reverse("strategy:review", args=[version.strategy_id])
    if request.method == "POST" and form.is_valid():
        try:
            done = decide_review(request.actor, version.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            toast(request, _("Decided: %(decision)s. The evidence is kept with it.") % {"decision": done.get_decision_display().lower()})
            return redirect(version.strategy if done.decision == Review.Decision.AMEND else back)
    readings = [shown(reading) for reading in readings_of([version]).get(version.pk, [])]
    context = {
        "form": form,
        "version": version,
        "readings": readings,
        "title": _("Decide about %(name)s") % {"name": version.strategy},
        "cancel_url": back,
    }
    return render(request, "strategy/review/decide.html", {**context, "save_label": _("Decide")}, status=422 if form.errors else 200)


@require_GET
@needs("strategy.strategy.view")
def evidence(request: HttpRequest, objective_id: int) -> HttpResponse:
    """The rows under the number, newest first; `before` is the position from which the next page goes on."""
    reading = reading_of(request.actor, objective_id)
    behind = rows_behind(request.actor, reading.objective)
    before = request.GET.get("before", "")
    page = list((behind.filter(position__lt=int(before)) if before.isdecimal() and len(before) < 10 else behind)[: PAGE + 1])
    context = {
        "reading": reading,
        "rows": page[:PAGE],
        "count": behind.count(),
        "next": page[PAGE - 1].position if len(page) > PAGE else None,
    }
    return render(request, "strategy/review/evidence.html", {**context, "strategy": reading.objective.version_of.strategy})


@require_GET
@needs("strategy.strategy.view")
def course_file(request: HttpRequest, objective_id: int) -> HttpResponseBase:
    """Each measurement in its exact digits."""
    reading = reading_of(request.actor, objective_id)
    columns = ["day", "outcomes", "low", "estimate", "high", "verdict", "more"]
    rows = [
        [one.day.isoformat(), one.observations, one.lower, one.estimate, one.upper, one.verdict, one.more]
        for one in course_of(request.actor, reading.objective)
    ]
    return csv_response(reading.objective.name, columns, rows)


def number_in(request: HttpRequest) -> int | None:
    number = request.GET.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 5 else None


def chosen_of(request: HttpRequest, readings: list[Reading]) -> Reading | None:
    """The objective that the address names, else the first."""
    return next(
        (reading for reading in readings if str(reading.objective.pk) == request.GET.get("objective")), readings[0] if readings else None
    )


def objective_tabs(request: HttpRequest, readings: list[Reading], chosen: Reading | None) -> list[Tab]:
    query = request.GET.copy()
    found = []
    for reading in readings:
        query["objective"] = str(reading.objective.pk)
        found.append(Tab(reading.objective.name, f"{request.path}?{query.urlencode()}", current=reading is chosen))
    return found
