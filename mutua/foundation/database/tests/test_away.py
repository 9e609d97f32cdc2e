from __future__ import annotations

import psycopg
import pytest
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory

from mutua.foundation.database.away import RETRY_AFTER, is_away, server_error


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (raised(OperationalError("connection refused"), psycopg.OperationalError()), True),
        (raised(OperationalError("shutting down"), psycopg.errors.AdminShutdown()), True),
        (raised(OperationalError("starting up"), psycopg.errors.CannotConnectNow()), True),
        (raised(OperationalError("deadlock"), psycopg.errors.DeadlockDetected()), False),
        (raised(OperationalError("too slow"), psycopg.errors.QueryCanceled()), False),
        (raised(IntegrityError("twice"), psycopg.errors.UniqueViolation()), False),
        (ValueError("ours"), False),
    ],
)
def test_it_tells_away_from_no(error: Exception, away: bool) -> None:
    assert is_away(error) is away


@pytest.mark.parametrize(("path", "kind"), [("/accounts/", "text/html"), ("/api/v1/accounts", "application/problem+json")])
def test_it_says_when_to_come_back(path: str, kind: str) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = server_error(RequestFactory().get(path))
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_AFTER)
    assert answer["Content-Type"].startswith(kind)
