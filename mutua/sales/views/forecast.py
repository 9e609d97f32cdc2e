"""The forecast, what changed in it, how good it was; quotas, calls and how sure stages are."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation import days
from mutua.foundation.access import NotFound, needs, require
from mutua.foundation.documents.setting import download, pdf_of
from mutua.foundation.exports import csv_response
from mutua.foundation.money.codes import is_currency
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.call_forecast import call_forecast
from mutua.sales.actions.override_forecast import override_forecast
from mutua.sales.actions.rate_stages import rate_stages
from mutua.sales.actions.say_quota import say_quota
from mutua.sales.forecast_forms import CallForm, OverrideForm, QuotaForm, StagesForm
from mutua.sales.forecast_words import bar_word, columns_of_forecast, finding_of, forecast_rows, waterfall_table
from mutua.sales.models import Stage
from mutua.sales.queries.board import pipelines_for
from mutua.sales.queries.forecast import BYS, Forecast, forecast_of
from mutua.sales.queries.said import calls_said, quotas_said
from mutua.sales.queries.snapshots import Changes, Scope, accuracy, changes, rows_of_step, snapshots_seen
from mutua.sales.queries.territories import tree_of
from mutua.sales.rules.periods import Period, period_of, read_period
from mutua.sales.rules.waterfall import STEPS
from mutua.sales.waterfall_drawing import waterfall

SHOWN, MOST_WEEKS, FAR_BACK = 200, 60, 4


@require_GET
@needs("sales.forecast.view")
def forecast(request: HttpRequest) -> HttpResponseBase:
    period, by, currency = _period(request), _by(request), _currency(request)
    found = forecast_of(request.actor, period, by=by, currency=currency)  # type: ignore[arg-type]
    match request.GET.get("as"):
        case "csv":
            return csv_response(f"{_('Forecast')} {period.text}", columns_of_forecast(), forecast_rows(found))
        case "pdf":
            return download(pdf_of(request, "sales/forecast/sheet.html", {"forecast": found}), f"{_('Forecast')} {period.text}.pdf")
    context = {"forecast": found, "bys": _bys(found), "lengths": _lengths(found), **_moving(request, found)}
    return render(request, "sales/forecast/forecast.html", context)


@require_GET
@needs("sales.forecast.view")
def forecast_changes(request: HttpRequest) -> HttpResponseBase:
    period, weeks = _period(request), list(snapshots_seen(request.actor)[:MOST_WEEKS])
    context: dict[str, Any] = {"period": period, "weeks": weeks, "tree": tree_of(request.actor), "territory": _number(request, "territory")}
    if len(weeks) < 2:
        return render(request, "sales/forecast/changes.html", context)
    changed = _changes(request, period)
    if request.GET.get("as") == "csv":
        return csv_response(f"{_('Changes')} {changed.before.on} {changed.after.on}", *waterfall_table(changed))
    names, rows = waterfall_table(changed)
    kept = _asked(changed, context["territory"])
    context |= {
        "changed": changed, "drawn": waterfall(changed.bridge), "table": {"columns": names, "rows": rows}, "finding": finding_of(changed),
        "bars": [(bar, bar_word(bar.key), f"{request.path}rows/?{urlencode({**kept, 'bar': bar.key})}") for bar in waterfall(changed.bridge).bars],
        "csv": f"?{urlencode({**kept, 'as': 'csv'})}",
    }  # fmt: skip
    return render(request, "sales/forecast/changes.html", context)


@require_GET
@needs("sales.forecast.view")
def forecast_changed_rows(request: HttpRequest) -> HttpResponse:
    """The deals under one bar."""
    period, step = _period(request), request.GET.get("bar", "")
    if step not in STEPS:
        raise NotFound(_("bar"))
    changed = _changes(request, period)
    rows = rows_of_step(request.actor, changed, step)  # type: ignore[arg-type]
    context = {
        "changed": changed, "word": bar_word(step), "rows": rows[:SHOWN], "count": len(rows), "total": changed.bridge.steps[step],  # type: ignore[index]
        "back": urlencode(_asked(changed, _number(request, "territory"))),
    }  # fmt: skip
    return render(request, "sales/forecast/rows.html", context)


@require_GET
@needs("sales.forecast.view")
def forecast_accuracy(request: HttpRequest) -> HttpResponseBase:
    period = _period(request, ended=True)
    found = accuracy(request.actor, period, currency=_currency(request))
    if request.GET.get("as") == "csv":
        names = (_("Monday"), _("Weeks before the end"), _("Won and commit"), _("With best case"), _("Weighted"), _("Came"))
        told = [
            (one.snapshot.on, one.weeks, one.figures.committed, one.figures.best_case, one.figures.weighted, one.came) for one in found.told
        ]
        return csv_response(f"{_('Accuracy')} {period.text}", names, told)
    return render(request, "sales/forecast/accuracy.html", {"accuracy": found, "period": period})


@require_http_methods(["GET", "POST"])
@needs("sales.forecast.view")
def forecast_quotas(request: HttpRequest) -> HttpResponse:
    form = QuotaForm(request.actor, request.POST or None, initial={"currency": "USD"})
    if request.method == "POST":
        require(request.actor, "sales.quota.edit")
        if made := form.carried_out(partial(say_quota, request.actor)):
            toast(request, _("The quota of %(name)s was saved.") % {"name": made.subject})
            return redirect("sales:forecast-quotas")
    context = {"form": form, "said": quotas_said(request.actor)[:SHOWN]}
    return render(request, "sales/forecast/quotas.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.forecast.call")
def forecast_call(request: HttpRequest) -> HttpResponse:
    initial = {"currency": "USD", "of": request.GET.get("of"), **({"period": request.GET["period"]} if "period" in request.GET else {})}
    form = CallForm(request.actor, request.POST or None, initial=initial)
    if request.method == "POST" and (made := form.carried_out(partial(call_forecast, request.actor))):
        toast(request, _("What you expect of %(name)s stands beside the sum.") % {"name": made.subject})
        return redirect("sales:forecast")
    context = {"form": form, "said": calls_said(request.actor)[:SHOWN]}
    return render(request, "sales/forecast/call.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.stage.edit")
def forecast_stages(request: HttpRequest) -> HttpResponse:
    stages = [stage for pipeline in pipelines_for(request.actor) for stage in pipeline.stages.all() if stage.kind == Stage.Kind.OPEN]
    form = StagesForm(stages, request.POST or None)
    if request.method == "POST" and form.is_valid():
        rate_stages(request.actor, form.rated())
        toast(request, _("How sure each stage is was saved."))
        return redirect("sales:forecast-stages")
    rows = [(stage, form[f"category-{stage.pk}"], form[f"percent-{stage.pk}"]) for stage in stages]
    return render(request, "sales/forecast/stages.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


@require_POST
@needs("sales.opportunity.edit")
def deal_forecast(request: HttpRequest, deal_id: int) -> HttpResponse:
    form = OverrideForm(request.POST)
    saved = form.carried_out(partial(override_forecast, request.actor, deal_id))
    if saved is None:
        raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
    said = saved.get_forecast_category_display() if saved.forecast_category else _("as its stage")
    toast(request, _("Forecast category: %(category)s.") % {"category": said})
    return redirect("sales:deal", deal_id)


def _period(request: HttpRequest, *, ended: bool = False) -> Period:
    """That of the address, else the present quarter. ended: else the last quarter that is over."""
    text = request.GET.get("period", "")
    if not text:
        now = period_of(days.today(), "quarter")
        return now.previous if ended else now
    try:
        return read_period(text)
    except ValueError:
        raise Refused(_("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-12.")) from None


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", "person")
    if by not in BYS:
        raise NotFound(_("grouping"))
    return by


def _currency(request: HttpRequest) -> str:
    code = request.GET.get("currency", "").upper()
    if code and not is_currency(code):
        raise Refused(_("No currency has the code “%(code)s”.") % {"code": code[:20]})
    return code


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _changes(request: HttpRequest, period: Period) -> Changes:
    """Between the two Mondays of the address; else what the last month brought."""
    weeks = list(snapshots_seen(request.actor)[:MOST_WEEKS])
    if len(weeks) < 2:
        raise NotFound(_("snapshot"))
    chosen = {str(one.on): one for one in weeks}
    before = chosen.get(request.GET.get("from", ""), weeks[min(FAR_BACK, len(weeks) - 1)])
    after = chosen.get(request.GET.get("to", ""), weeks[0])
    if before.on > after.on:
        before, after = after, before
    scope = Scope(_number(request, "owner"), _number(request, "territory"))
    return changes(request.actor, before, after, period, currency=_currency(request), scope=scope)


def _asked(changed: Changes, territory: int | None) -> dict[str, Any]:
    kept = {"period": changed.period.text, "from": changed.before.on, "to": changed.after.on, "currency": changed.currency}
    return {**kept, "territory": territory} if territory else kept


def _moving(request: HttpRequest, found: Forecast) -> dict[str, str]:
    kept = {"by": found.by, "currency": found.currency}
    before, after = found.period.previous.text, found.period.next.text
    return {
        "before": f"?{urlencode({**kept, 'period': before})}", "after": f"?{urlencode({**kept, 'period': after})}",
        "csv": f"?{urlencode({**kept, 'period': found.period.text, 'as': 'csv'})}", "pdf": f"?{urlencode({**kept, 'period': found.period.text, 'as': 'pdf'})}",
    }  # fmt: skip


def _bys(found: Forecast) -> list[tuple[str, str, bool]]:
    words = {"person": _("People"), "team": _("Teams"), "territory": _("Territories")}
    return [(words[by], f"?{urlencode({'by': by, 'period': found.period.text, 'currency': found.currency})}", by == found.by) for by in BYS]


def _lengths(found: Forecast) -> list[tuple[str, str, bool]]:
    """The same days as a month, a quarter or a year: today's where today lies in what is shown."""
    day: date = days.today() if found.period.holds(days.today()) else found.period.first
    lengths = [(_("Month"), period_of(day, "month")), (_("Quarter"), period_of(day, "quarter")), (_("Year"), period_of(day, "year"))]
    return [
        (word, f"?{urlencode({'by': found.by, 'period': one.text, 'currency': found.currency})}", one.length == found.period.length)
        for word, one in lengths
    ]
