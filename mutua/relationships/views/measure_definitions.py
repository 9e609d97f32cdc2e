"""How a customer measures: defining another measure, changing one, and what the definition would have given, before it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.define_measure import define_measure
from mutua.relationships.measure_forms import DefinitionForm
from mutua.relationships.measures import kind_named, kinds
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.models import AccountTouchpoint, PerformanceMeasure
from mutua.relationships.queries.measures import measure_for
from mutua.relationships.queries.preview import preview
from mutua.relationships.queries.touchpoints import touchpoint_for


@require_http_methods(["GET", "POST"])
@needs("relationships.measure.edit")
def measure_new(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    """First which kind, then its definition."""
    at = touchpoint_for(request.actor, account_id, key)
    kind = kinds().get(request.POST.get("kind") or request.GET.get("kind", ""))
    if kind is None:
        return render(request, "relationships/measures/choose.html", {"at": at, "account": at.account, "kinds": kinds().values()})
    form = DefinitionForm(kind, None, request.POST or None)
    if request.method == "POST":
        made = form.carried_out(partial(define_measure, request.actor, account_id, key, kind=kind.key))
        if made:
            toast(request, _("From now on it is measured. The figures of the last twelve months are being counted."))
            return redirect(made)
    title = _("%(kind)s: %(touchpoint)s") % {"kind": kind.title, "touchpoint": at}
    return _form_page(request, form, kind, at, title=title, cancel_url=at.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs("relationships.measure.edit")
def measure_edit(request: HttpRequest, measure_id: int) -> HttpResponse:
    measure = measure_for(request.actor, measure_id)
    kind = kind_named(measure.kind)
    form = DefinitionForm(kind, measure, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(change_measure, request.actor, measure.pk)):
        toast(request, _("Saved. Another window reads all deliveries anew: number, rows, alarm and verdict follow."))
        return redirect(measure)
    title = _("%(measure)s: %(touchpoint)s") % {"measure": measure.name, "touchpoint": measure.account_touchpoint}
    return _form_page(request, form, kind, measure.account_touchpoint, measure=measure, title=title, cancel_url=measure.get_absolute_url())


@require_GET
@needs("relationships.measure.edit")
def measure_preview(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    """What the definition in the form would have given in the last twelve months. Nothing is written."""
    at = touchpoint_for(request.actor, account_id, key)
    number = request.GET.get("measure", "")
    measure = measure_for(request.actor, int(number)) if number.isdecimal() and len(number) < 10 else None
    kind = kind_named(measure.kind) if measure is not None else kinds().get(request.GET.get("kind", ""))
    if kind is None or (measure is not None and measure.account_touchpoint_id != at.pk):
        return HttpResponse(status=400)
    form = DefinitionForm(kind, measure, request.GET)
    form.is_valid()
    needed = ("counted_from", "target", "tolerance", *kind.asks)
    shown = None
    if all(name in form.cleaned_data for name in needed) and form.cleaned_data["tolerance"]:
        shown = preview(request.actor, at, kind.key, form.cleaned_data, measure)
    return render(request, "relationships/measures/_preview.html", {"shown": shown, "unit": kind.unit})


def _form_page(
    request: HttpRequest,
    form: DefinitionForm,
    kind: MeasureKind,
    at: AccountTouchpoint,
    measure: PerformanceMeasure | None = None,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "kind": kind, "at": at, "measure": measure, "two_columns": True, **more}
    return render(request, "relationships/measures/define.html", context, status=422 if form.errors else 200)
