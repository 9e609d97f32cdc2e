"""Sign-in with an OpenID Connect provider: for whoever has connected it, and known by issuer and subject."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from mutua.foundation.identity.actions.end_user import end_user
from mutua.foundation.identity.models import User
from mutua.foundation.identity.tests.provider import CLIENT, Running, challenge_of
from tests.browser import well_made
from tests.cast import PASSWORD, nothing_changes

pytestmark = pytest.mark.django_db
LOGIN = "/sign-in/oidc/oidc/login/"


@pytest.fixture
def provider(settings):
    with Running() as running:
        app = {
            "provider_id": "oidc",
            "name": "Company",
            "client_id": CLIENT,
            "secret": "s3cret",
            "settings": {"server_url": running.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


def through(client: Client, process: str = "login") -> str:
    """Click, go to the provider, come back: where one ends, or the page's text."""
    asked = client.post(f"{LOGIN}?process={process}")
    there = requests.get(asked["Location"], allow_redirects=False, timeout=10).headers["Location"]
    back = urlsplit(there)
    answer = client.get(f"{back.path}?{back.query}")
    return answer.get("Location") or answer.content.decode()


def connected(who: str = "ada") -> Client:
    client = Client()
    client.post("/sign-in/", {"login": f"{who}@example.org", "password": PASSWORD})
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    through(client, "connect")
    client.post("/sign-in/logout/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_the_same_address_alone_lets_nobody_in(provider, cast):
    client = Client()
    assert "closed" in through(client).lower()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 8


def test_who_has_not_connected_it_is_told_how(provider, cast):
    assert "sign in with your password once, and connect it there" in through(Client())


@pytest.mark.parametrize("trouble", ["gone", "no page", "no document", "half a document"])
def test_a_provider_that_does_not_answer_is_a_sentence(provider, cast, settings, monkeypatch, trouble):
    told = {"no document": "<p>Welcome</p>", "half a document": {"issuer": provider.address}}.get(trouble)
    if told is None:
        away = "http://127.0.0.1:9" if trouble == "gone" else f"{provider.address}/elsewhere"
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = away
    else:
        monkeypatch.setattr(provider, "discovery", lambda: told)
    with nothing_changes():
        answer = Client().post(LOGIN)
    assert (answer.status_code, "did not answer as it should" in answer.content.decode()) == (502, True)


def test_who_has_connected_it_signs_in_whatever_its_address_is_there(provider, cast):
    connected("ada")
    provider.email = "eve@example.org"
    client = Client()
    assert through(client) == "/"
    assert is_in(client)
    assert client.get("/me/").context["user"] == cast.user("ada")


def test_another_subject_with_the_same_address_stays_out(provider, cast):
    connected("ada")
    provider.subject = "subject-2"
    client = Client()
    through(client)
    assert not is_in(client)


def test_the_same_subject_of_another_issuer_is_somebody_else(provider, cast, settings):
    connected("ada")
    with Running() as other:
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = other.address
        client = Client()
        through(client)
    assert not is_in(client)


@pytest.mark.parametrize("wrong", [{"issuer": "https://evil.example"}, {"audience": "another-client"}])
def test_a_token_from_elsewhere_or_for_another_is_refused(provider, cast, wrong):
    connected("ada")
    for name, value in wrong.items():
        setattr(provider, name, value)
    client = Client()
    through(client)
    assert not is_in(client)


def test_the_code_is_bound_to_the_one_who_asked(provider, cast):
    connected("ada")
    authorised, exchanged = provider.asked[-2:]
    assert authorised["code_challenge"] == challenge_of(exchanged["code_verifier"])
    stolen = requests.get(Client().post(f"{LOGIN}?process=login")["Location"], allow_redirects=False, timeout=10).headers["Location"]
    other = Client()
    other.get(f"{urlsplit(stolen).path}?{urlsplit(stolen).query}")
    assert not is_in(other)


def test_who_was_ended_stays_out(provider, cast):
    connected("ada")
    end_user(cast.root, cast.ada.user_id, version=None)
    client = Client()
    through(client)
    assert not is_in(client)


def test_looking_at_the_address_signs_nobody_in(provider, cast):
    answer = Client().get(LOGIN)
    assert (answer.status_code, provider.asked) == (200, [])


@pytest.mark.django_db(transaction=True)
def test_in_a_browser_one_click_leads_there_and_back(provider, cast, settings, visit, live_server):
    connected("ada")
    directives = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "form-action": [*directives["form-action"], provider.address]}}
    page = visit(None, "/sign-in/")
    page.get_by_role("link", name="Company").click()
    assert well_made(page, "company-sign-in") == []
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/me/")
    assert page.get_by_label("Name", exact=True).input_value() == "Ada Lindqvist"
