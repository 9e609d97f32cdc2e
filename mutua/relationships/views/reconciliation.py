"""The reconciliation list, and how many false alarms the company allows."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.lists import list_page
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.reconcile import reconcile
from mutua.relationships.actions.set_watch_budget import set_watch_budget
from mutua.relationships.difference_list import DIFFERENCES
from mutua.relationships.measure_forms import BudgetForm
from mutua.relationships.queries.measures import measure_for
from mutua.relationships.queries.watches import watch_budget


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.view")
def differences(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DIFFERENCES)


@require_POST
@needs("relationships.measure.edit")
def reconcile_now(request: HttpRequest, measure_id: int) -> HttpResponse:
    measure = measure_for(request.actor, measure_id)
    count = reconcile(request.actor, measure.pk)
    toast(request, ngettext("%(n)s difference stands in the list.", "%(n)s differences stand in the list.", count) % {"n": count})
    return redirect(f"{measure.get_absolute_url()}#reconciliation")


@require_http_methods(["GET", "POST"])
@needs("relationships.watch.edit")
def budget(request: HttpRequest) -> HttpResponse:
    now = watch_budget()
    form = BudgetForm(request.POST or None, initial={"false_alarms": now.false_alarms, "version": now.version})
    if request.method == "POST" and form.carried_out(partial(set_watch_budget, request.actor)):
        toast(request, _("Saved. Watches that start from now on have the new share; those that run ring more rarely, never more often."))
        return redirect("relationships:watch-budget")
    intro = _("Half of it is for falls, half for what is bad from the start; both are shared out over everything that one person watches.")
    context = {"form": form, "title": _("False alarms of the watches"), "intro": intro}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
