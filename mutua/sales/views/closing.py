"""Winning and losing, each with its day and its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.lose_opportunity import lose_opportunity
from mutua.sales.actions.win_opportunity import win_opportunity
from mutua.sales.forms import LoseForm, WinForm
from mutua.sales.models import Opportunity
from mutua.sales.queries.opportunities import opportunity_for


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.win")
def deal_win(request: HttpRequest, deal_id: int) -> HttpResponse:
    record = opportunity_for(request.actor, deal_id)
    form = WinForm(request.POST or None, initial={"version": record.version, "closed_on": days.today(), "amount": record.amount})
    said = _("%(name)s is won.") % {"name": record}
    return _close(request, record, form, win_opportunity, title=_("Win %(name)s") % {"name": record}, save_label=_("Won"), said=said)


@require_http_methods(["GET", "POST"])
@needs("sales.opportunity.lose")
def deal_lose(request: HttpRequest, deal_id: int) -> HttpResponse:
    record = opportunity_for(request.actor, deal_id)
    form = LoseForm(request.POST or None, initial={"version": record.version, "closed_on": days.today()})
    said = _("%(name)s is lost; the reason is kept.") % {"name": record}
    return _close(request, record, form, lose_opportunity, title=_("Lose %(name)s") % {"name": record}, save_label=_("Lost"), said=said)


def _close(
    request: HttpRequest, record: Opportunity, form: forms.Form, act: Callable[..., Any], *, title: str, save_label: str, said: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = act(request.actor, record.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(
                {"lost_reason": "reason"}.get(refusal.field or "", refusal.field if refusal.field in form.fields else None), str(refusal)
            )
        else:
            toast(request, said, undo=f"{reverse('sales:deal-reopen', args=[saved.pk])}?version={saved.version}")
            return redirect(saved)
    context = {"form": form, "title": title, "save_label": save_label, "cancel_url": record.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
