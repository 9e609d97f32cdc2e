"""Adding, changing and removing what hangs on an account or a person: one set of pages for all kinds."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.adding import adder
from mutua.customers.details import detail_kind, party_of
from mutua.customers.forms import DETAIL_FORMS
from mutua.customers.models import Account, Household, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.details import detail_for
from mutua.customers.queries.people import person_for
from mutua.foundation.access import NotFound, needs, require
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.forms import version_sent
from mutua.foundation.records.queries.history import history_of
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("customers.account.view")
def detail_new(request: HttpRequest, of: str, party_id: int, kind: str) -> HttpResponse:
    detail, party = detail_kind(kind), _party(request, of, party_id)
    require(request.actor, detail.permission)
    add = adder(request.actor, kind, party)
    form = DETAIL_FORMS[kind](request.actor, request.POST or None, party=party)
    if request.method == "POST" and form.carried_out(add):
        toast(request, _("Saved."))
        return redirect(_home(party))
    title = (
        _("%(party)s: new %(noun)s") % {"party": party, "noun": detail.title}
        if party
        else _("New %(noun)s of ours") % {"noun": detail.title}
    )
    context = {"form": form, "title": title, "save_label": _("Add"), "cancel_url": _home(party)}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.account.view")
def detail_edit(request: HttpRequest, kind: str, detail_id: int) -> HttpResponse:
    detail = detail_kind(kind)
    require(request.actor, detail.permission)
    record: Any = detail_for(request.actor, detail_id, detail)
    party = party_of(record)
    form = DETAIL_FORMS[kind](request.actor, request.POST or None, instance=record, party=party)
    if request.method == "POST" and form.carried_out(partial(edit_detail, request.actor, record.pk, detail)):
        toast(request, _("Saved."))
        return redirect(_home(party))
    context = {
        "form": form,
        "title": record,
        "cancel_url": _home(party),
        "remove_url": reverse("customers:detail-remove", args=[kind, record.pk]),
        "changes": history_of(request.actor, record),
        "record": record,
        "kind": kind,
    }
    return render(request, "customers/details/edit.html", context, status=422 if form.errors else 200)


@require_POST
@needs("customers.account.view")
def detail_remove(request: HttpRequest, kind: str, detail_id: int) -> HttpResponse:
    detail = detail_kind(kind)
    record: Any = detail_for(request.actor, detail_id, detail)
    soft_delete(request.actor, record, version_sent(request))
    toast(request, _("%(name)s was removed.") % {"name": record}, undo=reverse("records:restore", args=[kind, record.pk]))
    return redirect(_home(party_of(record)))


def _party(request: HttpRequest, of: str, party_id: int) -> Account | Person | None:
    finders: dict[str, Any] = {"accounts": account_for, "people": person_for}
    if of not in finders:
        raise NotFound(of)
    return finders[of](request.actor, party_id)  # type: ignore[no-any-return]


def _home(party: Account | Person | Household | None) -> str:
    return party.get_absolute_url() if party else reverse("customers:our-side")
