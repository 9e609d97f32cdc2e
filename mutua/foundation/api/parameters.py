"""A parameter that nobody reads is refused: a filter with a slip in its name would otherwise be answered with every record."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mutua.foundation.api.operations import query_of, refusal_of
from mutua.foundation.api.problems import problem

SHOWN = 60  # characters of a name that somebody made up


def only_known_parameters(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Around every operation of the API: 400 for a query parameter that it does not have, before anything is done."""

    @wraps(operation)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = query_of(request) if request.GET else []
        stranger = next((name for name in request.GET if name not in known), None)
        # Who may not enter learns that, and nothing about the address.
        if stranger is None or refusal_of(request):
            return operation(request, *args, **kwargs)
        return problem(400, _("There is no such parameter"), _sentence(stranger, known), parameter=stranger[:SHOWN], known=known)

    return asked


def _sentence(stranger: str, known: list[str]) -> str:
    if not known:
        return _("This address takes no parameters, and so not “%(name)s”. Nothing was done.") % {"name": stranger[:SHOWN]}
    near = get_close_matches(stranger[:SHOWN], known, n=1)
    values = {"name": stranger[:SHOWN], "known": ", ".join(known), "near": near[0] if near else ""}
    if near:
        return _("“%(name)s” is no parameter of this address; did you mean %(near)s? It takes: %(known)s. Nothing was done.") % values
    return _("“%(name)s” is no parameter of this address. It takes: %(known)s. Nothing was done.") % values
