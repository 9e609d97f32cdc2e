"""Who gets in, and what a setting switches on."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from mutua.foundation.identity.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_nobody_makes_an_account_by_itself(client):
    before = User.objects.count()
    answer = client.post("/sign-in/signup/", {"email": "new@example.org", "password1": "long enough 7531", "password2": "long enough 7531"})
    assert User.objects.count() == before
    assert "closed" in answer.content.decode().lower()


def test_a_person_switches_a_second_factor_on_and_signs_in_with_it(cast):
    client, address = Client(), {"login": "ada@example.org", "password": PASSWORD}
    client.post("/sign-in/", address)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    page = client.get("/sign-in/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/sign-in/2fa/totp/activate/", {"code": _code(secret)}).status_code == 302
    assert cast.users["ada"].authenticator_set.filter(type="totp").exists()
    client.post("/sign-in/logout/")

    assert client.post("/sign-in/", address)["Location"].startswith("/sign-in/2fa/authenticate/")
    assert client.get("/accounts/").status_code == 302
    assert client.post("/sign-in/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/accounts/").status_code == 302
    assert client.post("/sign-in/2fa/authenticate/", {"code": _code(secret)})["Location"] == "/"
    assert client.get("/accounts/").status_code == 200


def test_a_recovery_code_opens_the_account_once(cast):
    client, address = Client(), {"login": "ada@example.org", "password": PASSWORD}
    client.post("/sign-in/", address)
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/sign-in/2fa/totp/activate/").context["form"].secret
    client.post("/sign-in/2fa/totp/activate/", {"code": _code(secret)})
    code = client.get("/sign-in/2fa/recovery-codes/download/").content.decode().split()[0]
    for lets_in in (True, False):
        other = Client()
        other.post("/sign-in/", address)
        other.post("/sign-in/2fa/authenticate/", {"code": code})
        assert (other.get("/accounts/").status_code == 200) is lets_in


def test_a_session_gets_a_new_key_when_its_person_signs_in(client, cast):
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.post("/sign-in/", {"login": "ada@example.org", "password": PASSWORD})
    assert client.session.session_key != planted
    assert client.get("/accounts/").status_code == 200


def test_a_session_ends_with_its_person(client, cast):
    client.force_login(cast.users["ada"])
    assert client.get("/accounts/")["Cache-Control"] == "private, no-cache"
    User.objects.filter(pk=cast.users["ada"].pk).update(is_active=False)
    assert client.get("/accounts/").status_code == 302


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
