"""Offerings: the list, and making and changing one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.catalog.actions.create_offering import create_offering
from mutua.catalog.actions.edit_offering import edit_offering
from mutua.catalog.forms import OfferingForm
from mutua.catalog.lists import OFFERINGS
from mutua.catalog.queries.catalogue import offering_for
from mutua.foundation.access import may, needs
from mutua.foundation.lists import list_page
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("catalog.offering.view")
def offerings(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, OFFERINGS)


@require_http_methods(["GET", "POST"])
@needs("catalog.offering.create")
def offering_new(request: HttpRequest) -> HttpResponse:
    form = OfferingForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_offering, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return redirect("catalog:offerings")
    context = {"form": form, "title": _("New offering"), "save_label": _("Add offering"), "cancel_url": reverse("catalog:offerings")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("catalog.offering.view")
def offering(request: HttpRequest, offering_id: int) -> HttpResponse:
    record = offering_for(request.actor, offering_id)
    if not may(request.actor, "catalog.offering.edit"):
        return render(request, "catalog/offering.html", {"offering": record})
    form = OfferingForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_offering, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect("catalog:offerings")
    remove = reverse("catalog:offering-delete", args=[record.pk]) if may(request.actor, "catalog.offering.delete") else ""
    context = {"form": form, "title": record.name, "cancel_url": reverse("catalog:offerings"), "remove_url": remove}
    return render(request, "catalog/edit.html", context, status=422 if form.errors else 200)


@require_POST
@needs("catalog.offering.delete")
def offering_delete(request: HttpRequest, offering_id: int) -> HttpResponse:
    record = soft_delete(request.actor, offering_for(request.actor, offering_id), version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["offering", record.pk]))
    return redirect("catalog:offerings")
