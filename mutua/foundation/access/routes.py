"""Every route says who may enter. A route that says nothing fails a test, and fails closed when it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from mutua.foundation.access.policies import require

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class RoutePolicy:
    """kind: "needs" (a permission), "signed_in" (any person), "public". detail: the code, or the reason why it is public."""

    kind: str
    detail: str = ""


def needs(code: str) -> Callable[[F], F]:
    """Only for holders of the permission `code`; which rows, the queries decide."""

    def declare(view: F) -> F:
        return _guarded(view, RoutePolicy("needs", code), lambda request: require(request.actor, code))

    return declare


def signed_in(view: F) -> F:
    """For any signed-in person: pages that show only what is the person's own."""
    return _guarded(view, RoutePolicy("signed_in"), lambda request: None)


def public(reason: str) -> Callable[[F], F]:
    """For everybody; the reason is read by whoever reviews the list of public routes."""

    def declare(view: F) -> F:
        view.policy = RoutePolicy("public", reason)  # type: ignore[attr-defined]
        return view

    return declare


def _guarded(view: F, policy: RoutePolicy, check: Callable[[Any], None]) -> F:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.actor.is_somebody:  # type: ignore[attr-defined]
            return _to_sign_in(request)
        check(request)
        return view(request, *args, **kwargs)

    guarded.policy = policy  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    # After signing in the person goes on where it wanted to go, but a form is not sent again by itself.
    back = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
