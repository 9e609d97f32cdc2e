"""Households: the list, one household, and making, changing and deleting one; who belongs to it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.actions.create_household import create_household
from mutua.customers.actions.delete_household import delete_household
from mutua.customers.actions.edit_household import edit_household
from mutua.customers.actions.join_household import join_household
from mutua.customers.frame import stylesheets
from mutua.customers.household_forms import HouseholdForm, HouseholdMemberForm
from mutua.customers.household_list import HOUSEHOLDS
from mutua.customers.queries.households import household_for, households_seen
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("customers.person.view")
def households(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, HOUSEHOLDS)


@require_GET
@needs("customers.person.view")
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    return render(
        request, "customers/households/record.html", {"household": household_for(request.actor, household_id), "stylesheets": stylesheets}
    )


@require_http_methods(["GET", "POST"])
@needs("customers.person.create")
def household_new(request: HttpRequest) -> HttpResponse:
    form = HouseholdForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_household, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return _landing(request, made.pk)
    context = {
        "form": form, "title": _("New household"), "save_label": _("Add household"), "cancel_url": reverse("customers:households"),
        "full_width": form.full_width,
    }  # fmt: skip
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.person.edit")
def household_edit(request: HttpRequest, household_id: int) -> HttpResponse:
    record = household_for(request.actor, household_id)
    form = HouseholdForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_household, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return _landing(request, saved.pk)
    context = {
        "form": form, "title": _("Edit %(name)s") % {"name": record}, "cancel_url": record.get_absolute_url(), "full_width": form.full_width,
    }  # fmt: skip
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.person.delete")
def household_delete(request: HttpRequest, household_id: int) -> HttpResponse:
    record = household_for(request.actor, household_id)
    if request.method == "POST":
        delete_household(request.actor, record.pk, version=version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["household", record.pk]))
        return redirect("customers:households")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("It goes into the bin for thirty days. Its people stay where they are."), "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)


@require_http_methods(["GET", "POST"])
@needs("customers.person.edit")
def member_new(request: HttpRequest, household_id: int) -> HttpResponse:
    record = household_for(request.actor, household_id)
    form = HouseholdMemberForm(request.actor, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(join_household, request.actor, record)):
        toast(request, _("Saved."))
        return redirect(record)
    context = {
        "form": form, "title": _("%(party)s: new member") % {"party": record}, "save_label": _("Add"), "cancel_url": record.get_absolute_url(),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _landing(request: HttpRequest, household_id: int) -> HttpResponse:
    """The household's page; the list for somebody who has just given it away and no longer sees it."""
    seen = households_seen(request.actor).filter(pk=household_id).exists()
    return redirect("customers:household", household_id) if seen else redirect("customers:households")
