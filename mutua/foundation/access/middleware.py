"""Who asks, and what a refusal looks like on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mutua.foundation.access.errors import NotAllowed, NotFound
from mutua.foundation.access.forwarding import forwarded
from mutua.foundation.access.hidden import without_hidden_values
from mutua.foundation.access.people import actor_of
from mutua.foundation.access.routes import RoutePolicy
from mutua.foundation.records.errors import Refused, StaleVersion

Handler = Callable[[HttpRequest], HttpResponse]
PUBLIC = RoutePolicy("public")


class ActorMiddleware:
    """Sets `request.actor`, resolved when it is first asked for; what is written carries its name into the history."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return _kept_private(self.get_response(request))
        user_id = request.user.pk if request.user.is_authenticated else None
        with pghistory.context(user=user_id, path=request.path):
            return _kept_private(self.get_response(request))

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """A page for somebody asks its actor some hundred times: there it is no proxy any more."""
        if getattr(view, "policy", PUBLIC).kind != PUBLIC.kind:
            request.actor = actor_of(request.user)  # type: ignore[attr-defined]


def _kept_private(response: HttpResponse) -> HttpResponse:
    # What one person sees must not be given to the next one by a cache on the way.
    response.setdefault("Cache-Control", "private, no-cache")
    return response


class RefusalMiddleware:
    """Turns the refusals of queries and actions into pages that say what happened, what was kept and what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            # Not for ever: what has become part of another record may be taken apart again.
            if request.method == "GET" and (address := forwarded(request)):
                return HttpResponseRedirect(address)
            return render(request, "404.html", {"sentence": str(error)}, status=404)
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"sentence": str(error)}, status=403)
        if isinstance(error, StaleVersion):
            without_hidden_values(request.actor, error.theirs)  # type: ignore[attr-defined]
            context = {"sentence": str(error), "record": error.theirs, "rows": error.compare(request.POST), "posted": request.POST.lists()}
            return render(request, "409.html", context, status=409)
        if isinstance(error, Refused):
            return render(request, "422.html", {"sentence": str(error), "posted": request.POST.lists()}, status=422)
        if isinstance(error, UnicodeEncodeError) or "cannot contain NUL" in str(error):
            sentence = _("There is a character in it that cannot be kept. Nothing was changed; type the text again.")
            return render(request, "400.html", {"sentence": sentence}, status=400)
        return None
