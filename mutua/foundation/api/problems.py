"""Refusals as problem documents (RFC 9457): what happened, in words and in a form that programs read."""

from __future__ import annotations

import logging
from decimal import InvalidOperation
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.access.forwarding import forwarded
from mutua.foundation.api.operations import refusal_of
from mutua.foundation.filters import FilterError
from mutua.foundation.lists.state import BadAddress
from mutua.foundation.records.errors import Refused, StaleVersion

logger = logging.getLogger(__name__)


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """One problem document. type: about:blank, so that title and status say it all."""
    body = {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {}), **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refuse_in_documents(api: NinjaAPI) -> None:
    """Teach the API our refusals."""
    plain: dict[type[Exception], tuple[int, str]] = {
        NotAllowed: (403, _("Not allowed")),
        FilterError: (400, _("The filter cannot be read")),
        BadAddress: (400, _("The address cannot be read")),
    }
    for kind, (status, title) in plain.items():
        api.exception_handler(kind)(_plain(status, title))
    api.exception_handler(NotFound)(_not_found)
    api.exception_handler(AuthenticationError)(lambda request, error: _unknown())
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(Refused)(_refused)
    api.exception_handler(StaleVersion)(_stale)
    for beyond in (OverflowError, InvalidOperation, DataError):
        api.exception_handler(beyond)(_beyond)
    api.exception_handler(HttpError)(lambda request, error: problem(error.status_code, str(error)))


def _plain(status: int, title: str) -> Any:
    return lambda request, error: problem(status, title, str(error))


def _not_found(request: HttpRequest, error: NotFound) -> HttpResponse:
    """404; for a record that became part of another one, the way there: 301 for a look, 410 for a write, which is nobody's to repeat unseen."""
    if (address := forwarded(request)) is None:
        return problem(404, _("Not found"), str(error))
    if request.method in ("GET", "HEAD"):
        answer = problem(301, _("Merged into another record"), _("Look there."))
    else:
        answer = problem(
            410, _("Merged into another record"), _("Nothing was changed. Look at the record there, and send it with its version.")
        )
    answer["Location"] = address
    return answer


def _unknown() -> HttpResponse:
    answer = problem(401, _("Who are you?"), _("Send “Authorization: Bearer” with a key that is in force."))
    answer["WWW-Authenticate"] = 'Bearer realm="mutua"'
    return answer


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # The library reads the values before it calls the route: who may not do this at all learns nothing about its values.
    if refusal := refusal_of(request):
        return problem(403, _("Not allowed"), str(refusal))
    errors = [{"field": _field(one["loc"]), "detail": one["msg"]} for one in error.errors]
    return problem(422, _("Some values are not right"), _("Nothing was changed."), errors=errors)


def _field(place: tuple[str | int, ...]) -> str:
    """The name that the caller wrote: without where it stood, and in a body without the name that the body has in our code."""
    return ".".join(str(part) for part in place[2 if place[0] == "body" else 1 :])


def _beyond(request: HttpRequest, error: Exception) -> HttpResponse:
    """A day or an amount so far off that neither Python nor the database reckons with it, and that no act refused by its name."""
    logger.warning("%s %s: %s: %s", request.method, request.path, type(error).__name__, error)
    return problem(422, _("Some values are not right"), _("A number or a day is beyond what can be reckoned with. Nothing was changed."))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(422, _("Refused"), str(error), **({"field": error.field} if error.field else {}))


def _stale(request: HttpRequest, error: StaleVersion) -> HttpResponse:
    detail = _(
        "Somebody else changed this record after you read it. Nothing was overwritten. Read it again and send your change with its version."
    )
    return problem(412, _("Somebody else was quicker"), detail, your_version=error.version, version=error.theirs.version)  # type: ignore[attr-defined]
