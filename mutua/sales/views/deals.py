"""Deals: the list, one deal, and what can be done with it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.files.panels import files_shown
from mutua.foundation.lists import list_page
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.reopen_opportunity import reopen_opportunity
from mutua.sales.forecast_forms import OverrideForm
from mutua.sales.forms import LoseForm, OpportunityForm, StrategyForm, WinForm
from mutua.sales.lists import DEALS
from mutua.sales.queries.board import card_of
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.queries.serving import off_strategy_share


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.view")
def deals(request: HttpRequest) -> HttpResponseBase:
    extra = {"off": off_strategy_share(request.actor)} if request.method == "GET" else {}
    return list_page(request, DEALS, template="sales/deals/deals.html", extra=extra)


@require_GET
@needs("sales.opportunity.view")
def deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    record = card_of(request.actor, opportunity_for(request.actor, deal_id))
    today = {"version": record.version, "closed_on": days.today()}
    context = {
        "deal": record,
        "changes": record.stage_changes.select_related("was", "now")[:20],
        "page": entries_for(request.actor, "opportunity", record.pk),
        **files_shown(request.actor, "opportunity", record),
        "win_form": WinForm(initial={**today, "amount": record.amount}),
        "lose_form": LoseForm(initial=today),
        "forecast_form": OverrideForm(
            initial={"version": record.version, "category": record.forecast_category, "reason": record.forecast_reason}
        ),
        "strategy_form": StrategyForm(initial={"version": record.version, "strategy": record.strategy_id}),
    }
    return render(request, "sales/deals/deal.html", context)


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.create")
def deal_new(request: HttpRequest) -> HttpResponse:
    form = OpportunityForm(request.actor, request.POST or None, initial={"account": _number(request.GET.get("account"))})
    if request.method == "POST" and (made := form.carried_out(partial(create_opportunity, request.actor))):
        toast(request, _("%(name)s was opened.") % {"name": made})
        return redirect(made)
    context = {
        "form": form,
        "title": _("New deal"),
        "save_label": _("Open the deal"),
        "cancel_url": reverse("sales:pipeline"),
        "two_columns": True,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.edit")
def deal_edit(request: HttpRequest, deal_id: int) -> HttpResponse:
    record = opportunity_for(request.actor, deal_id)
    form = OpportunityForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_opportunity, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "title": _("Edit %(name)s") % {"name": record}, "cancel_url": record.get_absolute_url(), "two_columns": True}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("sales.opportunity.edit")
def deal_strategy(request: HttpRequest, deal_id: int) -> HttpResponse:
    form = StrategyForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
    saved = edit_opportunity(request.actor, deal_id, version=form.cleaned_data["version"], strategy=form.cleaned_data["strategy"])
    toast(request, _("The deal serves %(strategy)s.") % {"strategy": saved.strategy} if saved.strategy else _("The deal is off strategy."))
    return redirect("sales:deal", deal_id)


@require_POST
@needs("sales.opportunity.reopen")
def deal_reopen(request: HttpRequest, deal_id: int) -> HttpResponse:
    saved = reopen_opportunity(request.actor, deal_id, version=version_sent(request))
    toast(request, _("%(name)s is open again.") % {"name": saved})
    return redirect(saved)


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.delete")
def deal_delete(request: HttpRequest, deal_id: int) -> HttpResponse:
    record = opportunity_for(request.actor, deal_id)
    if request.method == "POST":
        soft_delete(request.actor, record, version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["deal", record.pk]))
        return redirect("sales:pipeline")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("It goes into the bin for thirty days; its history comes back with it."), "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
