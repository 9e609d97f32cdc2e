"""Every part renders, in one page, without a style attribute or a script in the page."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.views.defaults import server_error

from mutua.foundation.ui.templatetags.mutua import perf


@pytest.fixture
def root_client(cast, client: Client) -> Client:
    client.force_login(cast.user("root"))
    return client


def test_the_page_of_parts_shows_them_all(root_client: Client) -> None:
    page = root_client.get("/settings/look/").content.decode()
    for part in (
        "perf-breach",
        "type-strategic",
        "half-both",
        "duo-row",
        "v-band",
        "plot-svg",
        "first-steps",
        "progress-track",
        "form-error",
    ):
        assert part in page


def test_no_page_part_carries_a_style_or_an_inline_script(root_client: Client) -> None:
    page = root_client.get("/settings/look/").content.decode()
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert all("src=" in script or "application/json" in script for script in re.findall(r"<script\b[^>]*>", page))


def test_only_an_administrator_sees_the_page_of_parts(cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    assert client.get("/settings/look/").status_code == 403


def test_a_page_that_is_not_there_says_what_to_do(cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_refusal_of_a_fragment_is_a_fragment(cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    answer = client.get("/settings/look/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()
    assert "data-sentence" in answer.content.decode()


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_what_the_reader_chose_is_there_at_the_first_paint(root_client: Client) -> None:
    root_client.post("/look/", {"theme": "dark", "next": "/settings/look/"})
    assert '<html lang="en" data-theme="dark"' in root_client.get("/settings/look/").content.decode()


def test_the_choice_never_leads_off_the_site(client: Client) -> None:
    assert client.post("/look/", {"theme": "dark", "next": "//elsewhere.example/"}).headers["Location"] == "/"


def test_the_sign_in_page_is_ours(client: Client, db) -> None:
    page = client.get("/sign-in/").content.decode()
    assert "sign-card" in page
    assert 'name="login"' in page


def test_signing_in_works(cast, client: Client) -> None:
    answer = client.post("/sign-in/", {"login": "ada@example.org", "password": "correct horse battery staple"})
    assert answer.status_code == 302
    assert client.get("/settings/look/").status_code == 403


@override_settings(STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}, STATIC_ROOT="/nowhere")
def test_the_page_of_a_broken_server_needs_no_manifest() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b'href="/static/ui/tokens.css"' in answer.content


def test_performance_is_read_out_once() -> None:
    """A screen reader hears the word for a figure, and nothing twice or beside the matter for words that say it themselves."""

    def heard(state: str, text: str = "") -> str:
        return re.sub(r"<[^>]+>", "", perf(state, text))

    assert heard("breach", "65.2 %") == "65.2 %, out of tolerance"
    assert heard("breach", "blocked") == "blocked"
    assert heard("none", "Keep collecting") == "Keep collecting"
    assert heard("none") == "no measure"
