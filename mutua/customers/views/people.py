"""People: the list, one person, and making, changing and deleting one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.delete_person import delete_person
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.forms import PersonForm
from mutua.customers.frame import stylesheets
from mutua.customers.lists import PEOPLE
from mutua.customers.queries.people import person_for
from mutua.customers.views.landing import landing
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("customers.person.view")
def people(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PEOPLE)


@require_GET
@needs("customers.person.view")
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    return render(request, "customers/people/record.html", {"person": person_for(request.actor, person_id), "stylesheets": stylesheets})


@require_http_methods(["GET", "POST"])
@needs("customers.person.create")
def person_new(request: HttpRequest) -> HttpResponse:
    at_account = request.GET.get("account", "")
    form = PersonForm(request.actor, request.POST or None, initial={"account": int(at_account)} if at_account.isdecimal() else None)
    if request.method == "POST" and (made := form.carried_out(partial(create_person, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return landing(request.actor, made, "customers:people")
    context = {
        "form": form, "title": _("New person"), "save_label": _("Add person"), "cancel_url": reverse("customers:people"), "full_width": form.full_width,
    }  # fmt: skip
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.person.edit")
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    record = person_for(request.actor, person_id)
    form = PersonForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_person, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return landing(request.actor, saved, "customers:people")
    context = {
        "form": form,
        "title": _("Edit %(name)s") % {"name": record},
        "cancel_url": record.get_absolute_url(),
        "full_width": form.full_width,
    }
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.person.delete")
def person_delete(request: HttpRequest, person_id: int) -> HttpResponse:
    record = person_for(request.actor, person_id)
    if request.method == "POST":
        delete_person(request.actor, record.pk, version=version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["person", record.pk]))
        return redirect("customers:people")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("This person goes into the bin for thirty days. Where they worked and what was said with them stays noted."),
        "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)
