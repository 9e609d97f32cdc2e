"""Headings of the pages that come with the library for signing in."""

from __future__ import annotations

import pytest
from django.test import Client

from mutua.foundation.ui.templatetags.sentences import sentence_case


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("Email Addresses", "Email addresses"),
        ("\n  Two-Factor Authentication\n", "Two-factor authentication"),
        ("Trust this Browser?", "Trust this browser?"),
        ("Sign In via Keycloak", "Sign in via Keycloak"),
        ("Activate Authenticator App", "Activate authenticator app"),
        ("We are sorry, but the sign up is currently closed.", "We are sorry, but the sign up is currently closed."),
        ("Adresses e-mail", "Adresses e-mail"),
    ],
)
def test_headings_keep_one_capital_and_the_names_of_others(said, ours):
    assert sentence_case(said) == ours


@pytest.mark.django_db
def test_pages_of_the_library_are_headed_like_ours(cast, client: Client):
    client.force_login(cast.user("ada"))
    page = client.get("/sign-in/2fa/").content.decode()
    assert "<h1>Two-factor authentication</h1>" in page
    assert "Two-Factor" not in page.partition("</h1>")[0]
