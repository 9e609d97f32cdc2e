"""The value ledger of an account."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.documents import download, pdf_of
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.change_value import change_value
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.queries.ledger_page import YEARLY_RATE, ledger_page, totals_by_kind
from mutua.relationships.queries.values import entry_for
from mutua.relationships.values_forms import ChangeValueForm, ValueForm


@require_GET
@needs("relationships.value.view")
def ledger(request: HttpRequest, account_id: int) -> HttpResponse:
    """?rate: the discount rate a year in percent, 10 if nothing is said."""
    frame = account_frame(request, account_id, tab="roadmap")
    rate = _rate(request.GET.get("rate", ""))
    page = ledger_page(request.actor, frame["account"], rate=rate)
    context = {**frame, "page": page, "balance": page.balance, "entries": page.entries, "rate": round(rate * 100, 2)}
    return render(request, "relationships/values/ledger.html", context)


@require_GET
@needs("relationships.value.view")
def ledger_pdf(request: HttpRequest, account_id: int) -> HttpResponse:
    """The statement on paper, with what was signed. ?rate as on the page."""
    account = account_for(request.actor, account_id)
    rate = _rate(request.GET.get("rate", ""))
    page = ledger_page(request.actor, account, rate=rate)
    context = {"account": account, "page": page, "today": days.today(), "totals": totals_by_kind(request.actor, account.pk)}
    return download(pdf_of(request, "relationships/values/sheet.html", context), f"{account.name} value ledger {days.today()}")


@require_http_methods(["GET", "POST"])
@needs("relationships.value.edit")
def value_new(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = ValueForm(request.actor, account_id, request.POST or None, initial={"currency": account.currency})
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


@require_http_methods(["GET", "POST"])
@needs("relationships.value.edit")
def value_edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = entry_for(request.actor, entry_id)
    answered = entry.kind not in ("expected", "claimed")
    form = ChangeValueForm(request.actor, entry, request.POST or None)
    if request.method == "POST" and (changed := form.carried_out(partial(change_value, request.actor, entry_id))):
        again = _("Edition %(number)s, and it waits for the customer’s word.") % {"number": changed.edition}
        toast(request, again if changed.pk != entry.pk else _("Changed."))
        return redirect("relationships:ledger", entry.account_id)
    intro = _(
        "The customer has answered this entry. It stays as it is; what you save becomes its next edition and waits for an answer. The roadmap item alone can be changed without asking again."
    )
    context = {
        "form": form,
        "title": _("Change an entry"),
        "intro": intro if answered else "",
        "cancel_url": f"/accounts/{entry.account_id}/value/",
        "two_columns": True,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _rate(text: str) -> float:
    """0 to 100 percent; anything else is the usual rate."""
    number = text.strip().replace(",", ".")
    plain = number.replace(".", "", 1)
    return min(float(number), 100.0) / 100 if plain.isascii() and plain.isdecimal() and len(plain) < 8 else YEARLY_RATE
