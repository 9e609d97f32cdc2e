"""The operation that a request asks for, as the library keeps it: who may enter, and what may stand in the query of its address."""

from __future__ import annotations

from inspect import getclosurevars, isfunction
from typing import Any

from django.http import HttpRequest

from mutua.foundation.access import NotAllowed, may


def operation_of(request: HttpRequest) -> Any:
    """None for an address that has none."""
    view = getattr(request.resolver_match, "func", None)
    # The library gives the resolver a function that closes over the path with its operations; the matrix tells when that changes.
    path = getclosurevars(view).nonlocals.get("self") if isfunction(view) else None
    operations = getattr(path, "operations", ())
    return next((one for one in operations if request.method in one.methods), None)


def refusal_of(request: HttpRequest) -> NotAllowed | None:
    """Why the caller may not enter the operation at all; None where it may. For what is looked at before the route itself asks."""
    policy = getattr(getattr(operation_of(request), "view_func", None), "policy", None)
    if policy is None or policy.kind != "needs" or may(request.actor, policy.detail):  # type: ignore[attr-defined]
        return None
    return NotAllowed(policy.detail)


def query_of(request: HttpRequest) -> list[str]:
    """The names that the operation reads from the query of its address, in the order of the documentation."""
    models = getattr(operation_of(request), "models", ())
    return [name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__]
