"""Leads: the list, one lead, and what can be done with it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.files.panels import files_shown
from mutua.foundation.lists import list_page
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.forms import version_sent
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.create_lead import create_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.lead_forms import LeadForm
from mutua.sales.lead_list import LEADS
from mutua.sales.queries.converting import conversion_of
from mutua.sales.queries.fitting import fit_of, others_of
from mutua.sales.queries.leads import lead_for


@require_http_methods(["GET", "POST"])
@needs("sales.lead.view")
def leads(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, LEADS)


@require_GET
@needs("sales.lead.view")
def lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    record = lead_for(request.actor, lead_id)
    context = {
        "lead": record,
        "fit": fit_of(request.actor, record),
        "others": others_of(record),
        "conversion": conversion_of(request.actor, record),
        "page": entries_for(request.actor, "lead", record.pk),
        **files_shown(request.actor, "lead", record),
    }
    return render(request, "sales/leads/lead.html", context)


@require_http_methods(["GET", "POST"])
@needs("sales.lead.create")
def lead_new(request: HttpRequest) -> HttpResponse:
    form = LeadForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_lead, request.actor))):
        toast(request, _("%(name)s was noted.") % {"name": made})
        return redirect(made)
    context = {
        "form": form,
        "title": _("New lead"),
        "save_label": _("Note the lead"),
        "cancel_url": reverse("sales:leads"),
        "two_columns": True,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.lead.edit")
def lead_edit(request: HttpRequest, lead_id: int) -> HttpResponse:
    record = lead_for(request.actor, lead_id)
    form = LeadForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_lead, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "title": _("Edit %(name)s") % {"name": record}, "cancel_url": record.get_absolute_url(), "two_columns": True}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("sales.lead.delete")
def lead_delete(request: HttpRequest, lead_id: int) -> HttpResponse:
    record = lead_for(request.actor, lead_id)
    if request.method == "POST":
        soft_delete(request.actor, record, version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["lead", record.pk]))
        return redirect("sales:leads")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("It goes into the bin for thirty days; its history comes back with it."), "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)
