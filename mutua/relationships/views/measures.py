"""Measures: all of them, one with its course and its rows, the figures that are reported, and alarms."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.lists import list_page
from mutua.foundation.ui import formats
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.forms import AcknowledgeForm
from mutua.relationships.measure_drawing import measure_course
from mutua.relationships.measure_forms import FigureForm, KnownOnForm
from mutua.relationships.measure_list import MEASURES
from mutua.relationships.measures import kind_named
from mutua.relationships.queries.details import alarm_for
from mutua.relationships.queries.measure_page import MeasurePage, measure_page, shown_of, year_rows
from mutua.relationships.queries.measures import measure_for
from mutua.relationships.queries.watches import at_least
from mutua.relationships.templatetags.measures import amount, level


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.view")
def measures(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, MEASURES)


@require_GET
@needs("relationships.touchpoint.view")
def measure(request: HttpRequest, measure_id: int) -> HttpResponseBase:
    known = KnownOnForm(request.GET or None)
    page = measure_page(request.actor, measure_id, known.day())
    if request.GET.get("as") == "csv":
        return _course_csv(page)
    one, at = page.measure, page.measure.account_touchpoint
    course = measure_course(page.defined, page.course)
    context = {
        "page": page,
        "measure": one,
        "at": at,
        "account": at.account,
        "known": known,
        "course": course,
        "label": _label(page),
        "table": {"columns": _columns(page), "rows": _table(page)},
        "at_least": at_least(one),
    }
    return render(request, "relationships/measures/measure.html", context)


def _columns(page: MeasurePage) -> list[Any]:
    return [_("From"), _("To"), str(page.kind.numerator).capitalize(), str(page.kind.denominator).capitalize(), _("Figure")]


def _table(page: MeasurePage) -> list[list[str]]:
    return [
        [
            formats.day(point.since, year=True),
            formats.day(point.until, year=True),
            amount(point.figure.numerator),
            amount(point.figure.denominator),
            level(point.figure.value, page.measure.unit),
        ]
        for point in page.course
    ]


def _label(page: MeasurePage) -> str:
    """What the picture says, in words."""
    known = [point for point in page.course if point.figure.value is not None]
    if not known:
        return ""
    unit = page.measure.unit
    return _("From %(first)s to %(last)s over %(n)s periods; target %(target)s, tolerance %(tolerance)s.") % {
        "first": level(known[0].figure.value, unit),
        "last": level(known[-1].figure.value, unit),
        "n": len(known),
        "target": level(page.defined.target, unit),
        "tolerance": level(page.defined.tolerance, unit),
    }


def _course_csv(page: MeasurePage) -> HttpResponseBase:
    rows = (
        [point.since, point.until, float(point.figure.numerator), float(point.figure.denominator), _value(point.figure.value)]
        for point in page.course
    )
    return csv_response(f"{page.measure.account_touchpoint} {page.measure.key} course", _columns(page), rows)


def _value(value: Any) -> Any:
    return "" if value is None else round(float(value), 6)


@require_GET
@needs("relationships.touchpoint.view")
def measure_rows(request: HttpRequest, measure_id: int) -> HttpResponseBase:
    """The rows under the number, as a file."""
    one = measure_for(request.actor, measure_id)
    kind = kind_named(one.kind)
    counted = one.counted_from in kind.counts
    shown = shown_of(one) if counted else ()
    figures = () if kind.yes_or_no else ((kind.numerator, "numerator"), (kind.denominator, "denominator"))
    ends = ((_("Known on"), "known_on"), (_("Success"), "success"))
    columns = ((_("Number"), "number"), *shown, *figures, *ends)
    rows = year_rows(request.actor, one).values_list(*(name for _title, name in columns)) if counted else ()
    return csv_response(f"{one.account_touchpoint} {one.key}", [str(title) for title, _name in columns], rows)


@require_http_methods(["GET", "POST"])
@needs("relationships.measure.edit")
def figure_new(request: HttpRequest, measure_id: int) -> HttpResponse:
    one = measure_for(request.actor, measure_id)
    form = FigureForm(kind_named(one.kind), request.POST or None)
    if request.method == "POST" and form.carried_out(partial(report_figure, request.actor, one.pk)):
        toast(request, _("Noted. What was known before stays, and can be shown as of any day."))
        return redirect(one)
    title = _("What they report: %(measure)s") % {"measure": one.name}
    context = {"form": form, "title": title, "cancel_url": one.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.alarm.acknowledge")
def alarm_acknowledge(request: HttpRequest, alarm_id: int) -> HttpResponse:
    alarm = alarm_for(request.actor, alarm_id)
    at = alarm.measure.account_touchpoint
    form = AcknowledgeForm(request.POST or None)
    if request.method == "POST" and form.carried_out(partial(acknowledge_alarm, request.actor, alarm.pk)):
        toast(request, _("You have taken it on. The watch is armed again."))
        return redirect(at)
    words = {"touchpoint": at, "late": alarm.late, "of": alarm.of}
    intro = _("%(late)s of the last %(of)s failed. Taking it on silences the alarm; the watch rings again if the rate stays low.") % words
    context = {"form": form, "title": _("Out of tolerance: %(touchpoint)s") % words, "intro": intro, "save_label": _("Take it on")}
    return render(request, "ui/form_page.html", {**context, "cancel_url": at.get_absolute_url()}, status=422 if form.errors else 200)
