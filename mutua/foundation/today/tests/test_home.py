from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.foundation.days import as_of
from mutua.foundation.identity.models import User
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.today import Need, needs_me, notice, registry
from mutua.foundation.today.models import PutOff


@pytest.fixture
def sources(monkeypatch):
    for name in ("_sources", "_asides", "_headlines", "_notices"):
        monkeypatch.setattr(registry, name, {})

    @needs_me(key="late", title="Out of tolerance", needs="ui.look.view", order=1)
    def late(actor, team=False):
        return [
            Need(
                key=f"a{n}",
                what=f"Account {n}",
                what_url="/",
                reason="Seven of fifteen.",
                glyph="breach",
                act_label="Open case",
                act_url="/",
                act_key="o",
            )
            for n in range(14)
        ]


@pytest.fixture
def root(cast, client: Client, sources) -> Client:
    client.force_login(cast.user("root"))
    return client


def test_it_shows_what_needs_me_with_its_reason_and_one_act(root: Client) -> None:
    page = root.get("/").content.decode()
    assert page.count('class="need"') == 12
    assert "Seven of fifteen." in page
    assert "2 more" in page
    assert root.get("/?all=late").content.decode().count('class="need"') == 14


def test_whoever_may_not_see_a_source_is_not_asked_for_it(cast, client: Client, sources) -> None:
    client.force_login(cast.user("ada"))
    assert "Nothing needs you now" in client.get("/").content.decode()


def test_a_source_that_breaks_leaves_the_others(root: Client) -> None:
    @needs_me(key="broken", title="Stuck", needs="ui.look.view", order=2)
    def broken(actor, team=False):
        return list(User.objects.extra(where=["no_such_column = 1"]))

    page = root.get("/").content.decode()
    assert "could not be asked" in page
    assert "Account 3" in page


def test_later_hides_a_line_until_tomorrow(root: Client, cast) -> None:
    with as_of(date(2026, 3, 2)):
        root.post("/today/put-off/", {"source": "late", "need": "a3", "how": "later"})
        assert "Account 3<" not in root.get("/?all=late").content.decode()
    with as_of(date(2026, 3, 3)):
        assert "Account 3<" in root.get("/?all=late").content.decode()


def test_not_mine_stays_away_until_it_is_taken_back(root: Client) -> None:
    root.post("/today/put-off/", {"source": "late", "need": "a3", "how": "not-mine"})
    line = PutOff.objects.get()
    assert line.until is None
    root.post(f"/today/put-off/{line.pk}/take-back/")
    assert "Account 3<" in root.get("/?all=late").content.decode()


def test_nobody_takes_back_what_another_put_off(root: Client, cast) -> None:
    line = PutOff.objects.create(user=cast.user("ada"), source="late", need="a1")
    root.post(f"/today/put-off/{line.pk}/take-back/")
    assert PutOff.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"source": "none", "need": "a", "how": "later"},
        {"source": "late", "need": "a" * 201, "how": "later"},
        {"source": "late", "need": "a", "how": "burn"},
        {},
    ],
)
def test_an_unknown_line_is_refused_and_nothing_is_kept(root: Client, sent: dict[str, str]) -> None:
    assert root.post("/today/put-off/", sent).status_code == 422
    assert not PutOff.objects.exists()


def test_today_costs_few_queries_of_its_own(root: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        root.get("/")
    assert len(seen) <= 9, [query["sql"][:80] for query in seen]


def test_without_a_session_the_way_leads_to_the_sign_in(client: Client, db) -> None:
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_notice_is_put_away_for_good(root: Client) -> None:
    @notice(key="hello", needs="ui.look.view")
    def hello(actor):
        return "ui/components/_note.html", {}

    assert 'class="strip"' in root.get("/").content.decode()
    root.post("/today/put-off/", {"source": "notices", "need": "hello", "how": "not-mine"})
    assert 'class="strip"' not in root.get("/").content.decode()


def test_work_that_is_under_way_is_seen_by_whoever_waits_for_it(cast, client: Client) -> None:
    started = datetime(2026, 3, 1, tzinfo=UTC)
    JobProgress.objects.create(
        key="mine", title="Importing deliveries", done=3, total=10, state="running", user=cast.user("ada"), started=started
    )
    JobProgress.objects.create(key="demonstration", title="Loading the demonstration", state="running", started=started)
    for who, titles in (("ada", {"Importing deliveries", "Loading the demonstration"}), ("eve", {"Loading the demonstration"})):
        client.force_login(cast.user(who))
        page = client.get("/").content.decode()
        assert {title for title in ("Importing deliveries", "Loading the demonstration") if f"<b>{title}</b>" in page} == titles
