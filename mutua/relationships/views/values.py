"""The value ledger of an account."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs, visible_to
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.forms import ValueForm
from mutua.relationships.models import ValueEntry
from mutua.relationships.queries.values import balance_of


@require_GET
@needs("relationships.value.view")
def ledger(request: HttpRequest, account_id: int) -> HttpResponse:
    frame = account_frame(request, account_id, tab="roadmap")
    entries = visible_to(request.actor, ValueEntry.objects.filter(account_id=account_id).select_related("item__activity")).order_by(
        "-period", "-pk"
    )
    context = {**frame, "entries": entries[:200], "balance": balance_of(request.actor, account_id, frame["account"].currency)}
    return render(request, "relationships/values/ledger.html", context)


@require_http_methods(["GET", "POST"])
@needs("relationships.value.edit")
def value_new(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = ValueForm(request.POST or None, initial={"currency": account.currency})
    if request.method == "POST" and form.carried_out(partial(enter_value, request.actor, account_id)):
        toast(request, _("Entered."))
        return redirect("relationships:ledger", account_id)
    title = _("Value, both ways: %(account)s") % {"account": account.name}
    context = {
        "form": form,
        "title": title,
        "save_label": _("Enter it"),
        "cancel_url": f"/accounts/{account_id}/value/",
        "two_columns": True,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
