"""A person moved to another company, or left."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.customers.actions.move_person import move_person
from mutua.customers.forms import MoveForm
from mutua.customers.queries.people import affiliation_for
from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("customers.person.edit")
def move(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    affiliation = affiliation_for(request.actor, affiliation_id)
    form = MoveForm(request.actor, request.POST or None)
    if request.method == "POST":
        act = partial(move_person, request.actor, affiliation.pk, version=version_sent(request))
        if form.carried_out(act):
            toast(request, _("Saved. Where they worked before stays in their history."))
            return redirect(affiliation.person)
    context = {
        "form": form, "version": affiliation.version, "save_label": _("Save"), "cancel_url": affiliation.person.get_absolute_url(), "two_columns": True,
        "title": _("%(person)s no longer works for %(account)s") % {"person": affiliation.person, "account": affiliation.account},
        "intro": _("Where they worked ends the day before; where they work now begins on the day. Leave the new account empty if nobody knows it."),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
