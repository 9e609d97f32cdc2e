"""A session is that of its key, until it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from mutua.foundation.access.sessions import SessionStore
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(**kept: Any) -> SessionStore:
    session = SessionStore()
    session.update(kept)
    session.save()
    return session


def test_each_key_opens_its_own_session_and_an_unknown_one_none() -> None:
    ada, ben = made(who="ada"), made(who="ben")
    assert [SessionStore(one.session_key)["who"] for one in (ada, ben, ada)] == ["ada", "ben", "ada"]
    for unknown in ("x" * 32, None):
        session = SessionStore(unknown)
        assert (session.get("who"), session.session_key) == (None, None)


def test_one_that_has_ended_opens_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ada"))
    assert client.get("/accounts/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/accounts/").status_code == 302


def test_one_that_somebody_ended_is_not_begun_anew_by_saving_it() -> None:
    session = made(who="ada")
    Session.objects.all().delete()
    session["who"] = "ben"
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_saving_is_one_statement(django_assert_num_queries: Any) -> None:
    session = made(who="ada")
    session["who"] = "ben"
    with django_assert_num_queries(1):
        session.save()
    assert SessionStore(session.session_key)["who"] == "ben"
