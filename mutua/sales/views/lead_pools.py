"""Who takes leads, and giving one in turn."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.assign_lead import assign_lead
from mutua.sales.actions.keep_lead_pool import create_lead_pool, delete_lead_pool, edit_lead_pool
from mutua.sales.lead_forms import LeadPoolForm
from mutua.sales.queries.lead_pools import lead_pool_for, lead_pools_seen, sellers_of

MOST = 100


@require_GET
@needs("sales.leadpool.view")
def lead_pools(request: HttpRequest) -> HttpResponse:
    pools = [(pool, sellers_of(pool)) for pool in lead_pools_seen(request.actor)[:MOST]]
    return render(request, "sales/leads/pools.html", {"pools": pools})


@require_http_methods(["GET", "POST"])
@needs("sales.leadpool.edit")
def lead_pool_new(request: HttpRequest) -> HttpResponse:
    form = LeadPoolForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_lead_pool, request.actor))):
        toast(request, _("Leads go to %(name)s from now on.") % {"name": made})
        return redirect("sales:lead-pools")
    context = {"form": form, "title": _("New pool"), "save_label": _("Add the pool"), "cancel_url": reverse("sales:lead-pools")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.leadpool.edit")
def lead_pool(request: HttpRequest, pool_id: int) -> HttpResponse:
    record = lead_pool_for(request.actor, pool_id)
    form = LeadPoolForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_lead_pool, request.actor, record.pk))):
        toast(request, _("The pool of %(name)s was saved.") % {"name": saved})
        return redirect("sales:lead-pools")
    context = {"form": form, "title": _("Pool of %(name)s") % {"name": record}, "cancel_url": reverse("sales:lead-pools")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("sales.leadpool.edit")
def lead_pool_delete(request: HttpRequest, pool_id: int) -> HttpResponse:
    gone = delete_lead_pool(request.actor, pool_id, version=version_sent(request))
    way_back = reverse("records:restore", args=["lead-pool", gone.pk])
    toast(request, _("The pool of %(name)s takes no more leads.") % {"name": gone}, undo=way_back)
    return redirect("sales:lead-pools")


@require_POST
@needs("sales.lead.assign")
def lead_assign(request: HttpRequest, lead_id: int) -> HttpResponse:
    saved = assign_lead(request.actor, lead_id, version=version_sent(request))
    toast(request, _("%(owner)s has it now: %(why)s.") % {"owner": saved.owner, "why": saved.told_assignment})
    return redirect(saved)
