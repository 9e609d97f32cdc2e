"""Every refusal under /api/ is a problem document, also one that never came as far as a route."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mutua.foundation.api.idempotency import PREFIX
from mutua.foundation.api.problems import problem
from mutua.foundation.files.limits import MOST_REQUEST

FILES = f"{PREFIX}v1/files/"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class DocumentMiddleware:
    """Stands outermost: what other parts of the house answer to a program as a page becomes a document with the same status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or ""
        # Only the door for files takes files; what they are read into is bounded there.
        most_bytes = MOST_REQUEST if request.path.startswith(FILES) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) > most_bytes:
            most = most_bytes // 1024**2
            return problem(413, _("The request is too big"), _("At most %(most)s MB at once; nothing was changed.") % {"most": most})
        answer = self.get_response(request)
        if answer.status_code < 400 or answer.get("Content-Type", "").startswith("application/problem+json"):
            return answer
        document = problem(answer.status_code, _title(answer.status_code), _detail(answer))
        for name in KEPT_HEADERS:
            if name in answer:
                document[name] = answer[name]
        return document


def _title(status: int) -> str:
    titles = {
        400: _("The request cannot be read"),
        403: _("Not allowed"),
        404: _("There is nothing at this address"),
        405: _("This address does not take this method"),
    }
    return titles.get(status, _("Something on our side broke") if status >= 500 else _("The request was refused"))


def _detail(answer: HttpResponse) -> str:
    if answer.status_code == 405:
        return _("It takes: %(methods)s.") % {"methods": answer.get("Allow", "")}
    if answer.status_code >= 500:
        return _("Nothing was kept half-done. Try again; if it happens once more, tell an administrator the time and what was asked.")
    return _("Nothing was changed. The addresses and values that exist are described in /api/v1/openapi.json.")
