"""Coming in by a link, and going."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mutua.foundation import days
from mutua.foundation.access import public
from mutua.foundation.access.routes import RoutePolicy
from mutua.foundation.database.away import is_away
from mutua.portals.middleware import COOKIE, address_of, sentence_page
from mutua.portals.rules.tokens import digest_of, may_be_token
from mutua.portals.visitor import behind_the_wall, note_opening

MOST_A_MINUTE = 30  # attempts from one address; a link is no word that could be guessed, and this keeps the log readable
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Only for whoever holds an open link; for everybody else one sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.visitor is None:  # type: ignore[attr-defined]
            return _closed(request)
        return view(request, *args, **kwargs)

    guarded.policy = RoutePolicy("by_link")  # type: ignore[attr-defined]
    return guarded


@require_safe
@public("it is the way in: it only looks, so that a mail program that opens every link does nothing")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    if _too_many(request):
        return sentence_page(request, _("This was tried too often. Wait a minute and open the link again."), 429)
    with behind_the_wall(digest_of(token) if may_be_token(token) else "") as visitor:
        if visitor is None:
            return _closed(request)
        note_opening(address_of(request))
    response = HttpResponseRedirect("/")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int((visitor.expires_at - days.now()).total_seconds()),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
@public("it forgets the link in this browser, whatever it was")
def leave(request: HttpRequest) -> HttpResponse:
    response = sentence_page(request, _("This browser has forgotten the link. It opens again from our mail."), 200)
    response.delete_cookie(COOKIE)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None, **_more: Any) -> HttpResponse:
    return sentence_page(request, _("There is nothing here. Your own page begins at the link in our mail."), 404)


def wrong_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sentence_page(request, _("This could not be read. Nothing was changed; open the link in our mail again."), 400)


def wrong_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return sentence_page(
        request, _("This form was not sent from your page. Nothing was changed; load the page again and try once more."), 403
    )


def our_fault(request: HttpRequest) -> HttpResponse:
    import sys

    if is_away(sys.exc_info()[1]):
        response = sentence_page(request, _("We cannot be reached for a moment. Nothing was changed; try again shortly."), 503)
        response["Retry-After"] = "5"
        return response
    return sentence_page(
        request, _("Something went wrong on our side. Nothing was changed; try again, or write to whoever sent you the link."), 500
    )


def _closed(request: HttpRequest) -> HttpResponse:
    """The same for a wrong, an expired and a revoked link: whoever tries learns nothing."""
    return sentence_page(request, _("This link opens nothing, or nothing any more: ask whoever sent it to you for a new one."), 404)


def _too_many(request: HttpRequest) -> bool:
    cache, key = caches["process"], f"portal-{address_of(request)}-{days.now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    return int(cache.incr(key)) > MOST_A_MINUTE
