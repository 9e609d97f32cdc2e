"""Passkeys and the way to the company's provider in a real browser: the parts that no test client has."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as house
from django.urls import clear_url_caches

from mutua.foundation.identity.actions.end_user import end_user
from tests.browser import well_made
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
# Forms and addresses that allauth writes once, when they are imported, as the settings are then.
SWITCHED = (
    "allauth.mfa.webauthn.forms",
    "allauth.mfa.webauthn.views",
    "allauth.mfa.urls",
    "allauth.mfa.webauthn.urls",
    "allauth.urls",
    "mutua.config.urls",
)


def _read_addresses_again() -> None:
    for name in SWITCHED:
        if name in sys.modules:
            importlib.reload(sys.modules[name])
    clear_url_caches()


@pytest.fixture
def passkeys(settings: Any) -> Iterator[None]:
    """As with MUTUA_PASSKEYS=yes: the addresses are read anew, for they depend on the setting."""
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
    settings.MFA_PASSKEY_LOGIN_ENABLED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    _read_addresses_again()
    yield
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
    settings.MFA_PASSKEY_LOGIN_ENABLED = False
    _read_addresses_again()


@contextmanager
def authenticator(page: Any) -> Iterator[Any]:
    """A passkey device inside of the browser that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]
    yield lambda: session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]


def sign_in(page: Any, site: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")


def test_a_passkey_is_registered_and_opens_the_account_until_its_user_is_ended(
    visit: Any, live_server: Any, cast: Any, passkeys: None
) -> None:
    page = visit(None, "/sign-in/")
    # Browsers know passkeys of localhost, and not of a bare number.
    site = live_server.url.replace("127.0.0.1", "localhost")
    with authenticator(page) as credentials:
        sign_in(page, site)
        page.goto(f"{site}/sign-in/2fa/webauthn/add/")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url("**/webauthn/add/")
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url(lambda url: "/add/" not in url)
        assert len(credentials()) == 1
        assert cast.user("ada").authenticator_set.filter(type="webauthn").count() == 1
        assert well_made(page, "passkey-added") == []

        page.context.clear_cookies()
        page.goto(f"{site}/sign-in/")
        assert well_made(page, "passkey-sign-in") == []
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{site}/")
        page.goto(f"{site}/me/")
        assert page.get_by_label("Name", exact=True).input_value() == "Ada Lindqvist"

        end_user(cast.root, cast.ada.user_id, version=None)
        page.context.clear_cookies()
        page.goto(f"{site}/sign-in/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_load_state("networkidle")
        page.goto(f"{site}/me/")
        assert urlsplit(page.url).path == "/sign-in/"


def test_without_the_setting_no_passkey_is_offered(visit: Any, live_server: Any, cast: Any) -> None:
    page = visit(None, "/sign-in/")
    assert house.MFA_SUPPORTED_TYPES == ["totp", "recovery_codes"]
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    page.goto(f"{live_server.url}/sign-in/2fa/webauthn/add/")
    assert page.get_by_role("heading", level=1).inner_text() != "Add Security Key"
