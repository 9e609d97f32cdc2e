"""What a text box offers while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.customers.choices import option_text
from mutua.customers.queries.finding import find_accounts, find_people
from mutua.foundation.access import needs

OFFERED = 8


@require_GET
@needs("customers.account.view")
def account_options(request: HttpRequest) -> HttpResponse:
    found = find_accounts(request.actor, _typed(request), OFFERED)
    return render(request, "customers/_options.html", {"options": [option_text(account) for account in found]})


@require_GET
@needs("customers.person.view")
def person_options(request: HttpRequest) -> HttpResponse:
    found = find_people(request.actor, _typed(request), OFFERED)
    return render(request, "customers/_options.html", {"options": [option_text(person) for person in found]})


def _typed(request: HttpRequest) -> str:
    """The text of the box; which parameter that is, the box says itself."""
    return request.GET.get(request.GET.get("box", "q"), "")[:200]
