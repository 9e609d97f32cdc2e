from __future__ import annotations

import pytest
from django.test import Client

from mutua.foundation.search import Found, registry, searchable
from mutua.foundation.search.finding import marked


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})

    @searchable("thing", title="Things", needs="ui.look.view")
    def things(actor, text, limit):
        return [Found("Zambia <programme>", "/things/1/", "66 deliveries", "building")]


@pytest.fixture
def root(cast, client: Client, kinds) -> Client:
    client.force_login(cast.user("root"))
    return client


def test_it_finds_records_and_marks_what_fits(root: Client) -> None:
    page = root.get("/search/palette?q=zam").content.decode()
    assert "<mark>Zam</mark>bia &lt;programme&gt;" in page
    assert 'data-href="/things/1/"' in page


def test_who_may_not_see_them_does_not_find_them(cast, client: Client, kinds) -> None:
    client.force_login(cast.user("ada"))
    assert "/things/1/" not in client.get("/search/palette?q=zam").content.decode()


def test_an_empty_question_offers_the_pages(root: Client) -> None:
    page = root.get("/search/palette?q=").content.decode()
    assert "Go to" in page
    assert "Today" in page


def test_a_bracket_asks_for_acts_and_pages_only(root: Client) -> None:
    assert "mbia" not in root.get("/search/palette?q=>zam").content.decode()


def test_a_provider_that_breaks_is_named_and_the_pages_are_shown(root: Client) -> None:
    @searchable("broken", title="Broken things", needs="ui.look.view", order=1)
    def broken(actor, text, limit):
        raise RuntimeError("no")

    page = root.get("/search/palette?q=today").content.decode()
    assert "did not answer" in page
    assert "Today" in page


@pytest.mark.parametrize(
    ("shown", "typed", "wanted"),
    [
        ("Côte d’Ivoire", "cote", "<mark>Côte</mark> d’Ivoire"),
        ("A<b>", "<b>", "A<mark>&lt;b&gt;</mark>"),
        ("Straße", "asse", "Straße"),
        ("Zoë", "", "Zoë"),
    ],
)
def test_marking_ignores_case_and_accents_and_escapes(shown: str, typed: str, wanted: str) -> None:
    assert marked(shown, typed) == wanted


def test_nobody_searches_without_signing_in(client: Client, db) -> None:
    assert client.get("/search/palette?q=zam").status_code == 302


def test_a_question_with_a_zero_byte_is_answered(root: Client) -> None:
    assert root.get("/search/palette?q=%00zam").status_code == 200
