"""Each portal page in one transaction behind the wall, for whoever holds an open link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mutua.foundation.access import NOBODY, NotAllowed, NotFound
from mutua.foundation.records.errors import Refused
from mutua.portals.rules.tokens import digest_of, may_be_token
from mutua.portals.visitor import behind_the_wall

COOKIE = "mutua_portal"
Handler = Callable[[HttpRequest], HttpResponse]


class VisitorMiddleware:
    """Sets `request.visitor`, None for nobody. A refusal takes back what was written, and is one sentence."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(COOKIE, "")
        with behind_the_wall(digest_of(token) if may_be_token(token) else "") as visitor:
            request.visitor = visitor  # type: ignore[attr-defined]
            request.actor = visitor.actor if visitor else NOBODY  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound | NotAllowed):
            return sentence_page(request, _("There is nothing here. Your own page begins at the link in our mail."), 404)
        if isinstance(error, Refused):
            return sentence_page(request, str(error), 422)
        return None


def sentence_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page of one sentence, or the sentence alone for a part of a page."""
    template = "portals/outside/_sentence.html" if request.headers.get("HX-Request") else "portals/outside/sentence.html"
    return render(request, template, {"sentence": sentence, "visitor": getattr(request, "visitor", None)}, status=status)


def address_of(request: HttpRequest) -> str | None:
    """Where a request came from; what the proxy in front says, where there is one."""
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    found: Any = last or request.META.get("REMOTE_ADDR") or None
    return str(found) if found else None
