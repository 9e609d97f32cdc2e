"""The customer's measure: its window, its rows, what the customer reports, and alarms."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.forms import AcknowledgeForm, FigureForm, MeasureForm
from mutua.relationships.queries.details import alarm_for, measure_for, rows_of


@require_http_methods(["GET", "POST"])
@needs("relationships.measure.edit")
def measure_edit(request: HttpRequest, measure_id: int) -> HttpResponse:
    measure = measure_for(request.actor, measure_id)
    form = MeasureForm(measure, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(change_measure, request.actor, measure.pk)):
        toast(request, _("Saved. Another window reads all deliveries anew: number, rows, alarm and verdict follow."))
        return redirect(measure.account_touchpoint)
    title = _("%(measure)s: %(touchpoint)s") % {"measure": measure.name, "touchpoint": measure.account_touchpoint}
    intro = _("The customer’s measure rules. Early can be as wrong as late; ask how they count.")
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "cancel_url": measure.account_touchpoint.get_absolute_url(),
        "two_columns": True,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_GET
@needs("relationships.touchpoint.view")
def measure_rows(request: HttpRequest, measure_id: int) -> HttpResponse:
    """The rows under the number, as a file."""
    measure = measure_for(request.actor, measure_id)
    columns = [_("Shipment"), _("Promised"), _("Delivered"), _("Ordered"), _("Quantity delivered"), _("Known on"), _("Success")]
    names = ("number", "promised_on", "delivered_on", "quantity_ordered", "quantity_delivered", "known_on", "success")
    rows = rows_of(request.actor, measure).values_list(*names) if measure.is_counted else ()
    return csv_response(f"{measure.account_touchpoint} {measure.key}", columns, rows)  # type: ignore[return-value]


@require_http_methods(["GET", "POST"])
@needs("relationships.measure.edit")
def figure_new(request: HttpRequest, measure_id: int) -> HttpResponse:
    measure = measure_for(request.actor, measure_id)
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.carried_out(partial(report_figure, request.actor, measure.pk)):
        toast(request, _("Noted."))
        return redirect(measure.account_touchpoint)
    title = _("What they report: %(measure)s") % {"measure": measure.name}
    context = {"form": form, "title": title, "cancel_url": measure.account_touchpoint.get_absolute_url()}
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
