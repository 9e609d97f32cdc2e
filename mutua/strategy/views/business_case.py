"""Mutua's own business case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.tell_business_case import tell_business_case
from mutua.strategy.case_forms import CaseForm, LineFormSet
from mutua.strategy.queries.business_case import business_case
from mutua.strategy.sentences import figure


@require_GET
@needs("strategy.strategy.view")
def shown(request: HttpRequest) -> HttpResponse:
    case = business_case(request.actor)
    rows = [
        {"line": line, "before": figure(line.baseline, line.metric.unit), "planned": figure(line.planned, line.metric.unit), "now": figure(line.estimate, line.metric.unit)}
        for line in (case.lines if case else [])
    ]  # fmt: skip
    return render(request, "strategy/case/shown.html", {"case": case, "rows": rows})


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def written(request: HttpRequest) -> HttpResponse:
    case = business_case(request.actor)
    row = case.row if case else None
    sent = request.POST if request.method == "POST" else None
    form = CaseForm(row, sent)
    lines = LineFormSet(sent) if sent is not None else LineFormSet(initial=row.lines if row else [])
    if sent is not None and form.is_valid() and lines.is_valid() and (saved := _tell(request, form, lines)):
        return saved
    context = {"form": form, "rows": lines, "title": _("Mutua’s business case")}
    return render(request, "strategy/case/write.html", context, status=422 if sent is not None else 200)


def _tell(request: HttpRequest, form: CaseForm, lines: Any) -> HttpResponse | None:
    try:
        case = tell_business_case(request.actor, [line for one in lines if (line := one.line())], **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
    toast(request, _("The case was saved as version %(number)s.") % {"number": case.number})
    return redirect("strategy:business-case")
