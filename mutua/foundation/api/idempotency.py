"""A POST under an Idempotency-Key has its effect once, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mutua.foundation.access.people import actor_of
from mutua.foundation.api.keys import actor_with_key
from mutua.foundation.api.models import KeptAnswer
from mutua.foundation.api.problems import problem

PREFIX = "/api/"
LONGEST = 255


class IdempotencyMiddleware:
    """Keeps the first answer in the transaction of its effect and gives it again; refuses the key for another request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method != "POST" or not request.path.startswith(PREFIX):
            return self.get_response(request)
        if len(key) > LONGEST or not key.isprintable():
            return problem(400, _("The Idempotency-Key is too long or not printable"), _("Nothing was changed."))
        caller = _caller(request)
        # Who is not known gets the refusal that it would get without a key, and nothing is kept for it.
        return self._once(request, key, caller) if caller else self.get_response(request)

    def _once(self, request: HttpRequest, key: str, caller: str) -> HttpResponse:
        digest = hashlib.sha256(f"{request.get_full_path()}\n".encode() + request.body).hexdigest()
        with transaction.atomic():
            if not _alone(caller, key):
                return problem(409, _("The first request with this key is still at work"), _("Ask again in a second."))
            kept = KeptAnswer.objects.filter(caller=caller, key=key).first()
            if kept is not None:
                return _again(kept) if kept.request_digest == digest else _other_request()
            answer = self.get_response(request)
            if answer.status_code >= 500 or answer.status_code == 401:
                # Nothing was decided: the same key may be tried again.
                transaction.set_rollback(True)
            else:
                _keep(caller, key, digest, answer)
            return answer


def _caller(request: HttpRequest) -> str:
    """Who sends it, as a digest; "" for nobody: a kept answer is not given to a key that was revoked since."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        who = secret if scheme.lower() == "bearer" and actor_with_key(secret).is_somebody else ""
    else:
        who = f"user {request.user.pk}" if actor_of(request.user).is_somebody else ""
    return hashlib.sha256(who.encode()).hexdigest() if who else ""


def _alone(caller: str, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{caller} {key}"])
        return bool(cursor.fetchone()[0])


def _keep(caller: str, key: str, digest: str, answer: HttpResponse) -> None:
    KeptAnswer.objects.create(
        caller=caller,
        key=key,
        request_digest=digest,
        status=answer.status_code,
        content_type=answer["Content-Type"],
        etag=answer.get("ETag", ""),
        body=answer.content.decode(),
    )


def _again(kept: KeptAnswer) -> HttpResponse:
    answer = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    answer["Idempotent-Replayed"] = "true"
    if kept.etag:
        answer["ETag"] = kept.etag
    return answer


def _other_request() -> HttpResponse:
    return problem(422, _("This Idempotency-Key belongs to another request"), _("Use a new key for a new request; nothing was changed."))
