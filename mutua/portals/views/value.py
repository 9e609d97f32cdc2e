"""The customer reads the value ledger, signs it or objects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mutua.foundation.records.errors import Refused
from mutua.portals.actions.answer_value import answer_value
from mutua.portals.middleware import address_of
from mutua.portals.queries.customers_ledger import ledger_of
from mutua.portals.queries.customers_page import account_name
from mutua.portals.views.opening import by_link


@require_safe
@by_link
def statement(request: HttpRequest) -> HttpResponse:
    visitor = request.visitor  # type: ignore[attr-defined]
    context = {"visitor": visitor, "company": account_name(visitor), "ledger": ledger_of(visitor), "done": request.GET.get("done", "")}
    return render(request, "portals/outside/statement.html", context)


@require_POST
@by_link
def answer(request: HttpRequest) -> HttpResponse:
    numbers = request.POST.getlist("entry")
    if len(numbers) > 200 or not all(number.isascii() and number.isdecimal() and len(number) < 19 for number in numbers):
        raise Refused(_("Say what you sign or object to. Nothing was changed."))
    given = answer_value(
        request.visitor,  # type: ignore[attr-defined]
        answer=request.POST.get("answer", ""),
        entry_ids={int(number) for number in numbers},
        digest=request.POST.get("digest", ""),
        reason=request.POST.get("reason", ""),
        address=address_of(request),
    )
    return HttpResponseRedirect(f"/value/?done={given.answer}")
