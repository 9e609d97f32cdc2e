"""Where an old number leads: a record that became part of another one is found under its old address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Forward = Callable[[HttpRequest, int], int | None]

_forwards: dict[str, Forward] = {}


def forwards(parameter: str, function: Forward) -> None:
    """parameter: the name in an address, such as "account_id". function: the number that took the place of this one, if the actor may know."""
    _forwards[parameter] = function


def forwarded(request: HttpRequest) -> str | None:
    """The same address with the number that leads on; None where nothing does. For a request that found nothing."""
    match: Any = request.resolver_match
    if match is None:
        return None
    kwargs = dict(match.kwargs)
    for parameter, function in _forwards.items():
        number = kwargs.get(parameter)
        if isinstance(number, int) and number < 2**63 and (leads_to := function(request, number)) is not None:
            kwargs[parameter] = leads_to
    if kwargs == match.kwargs:
        return None
    try:
        return reverse(match.view_name, kwargs=kwargs) + (f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else "")
    except NoReverseMatch:
        return None
