"""When the database is away: 503 and when to come back, instead of an error that looks like ours."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_AFTER = 5  # seconds
# PostgreSQL's classes of codes: 08 connection lost, 57P shutting down or starting up, 53300 too many connections
CODES = ("08", "57P0", "53300")


def is_away(error: BaseException | None) -> bool:
    """Whether this error means that nobody answered, and not that the answer was no."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or code.startswith(CODES)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for what nobody caught, from wherever in the request it came."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": _("The database does not answer. Nothing was changed; try again shortly."),
            "status": 503,
        }
        response: HttpResponse = JsonResponse(problem, status=503, content_type="application/problem+json")
    else:
        # without the request: context processors would ask the database who is signed in
        response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
