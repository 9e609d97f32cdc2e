"""A decision keeps the evidence of its moment: later rows, corrections, another count and another plan change nothing of it. Over the API and on the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import Outcome
from mutua.methods.sequential import MeanSequence, verdict
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import Objective, Review
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
START = date(2026, 1, 5)
DECIDED = datetime(2026, 4, 1, 9, tzinfo=UTC)
VALUES = [float(n % 3 == 0) for n in range(60)]  # every third is good


@pytest.fixture
def watched(cast: Cast) -> Any:
    """Sixty outcomes of one account, known by 5 March; gives the objective and the list of what becomes known, which may grow and change."""
    account = make_account(owner=cast.user("ada"))
    outcomes = [Outcome(n, START + timedelta(n), value, account.pk, f"ASN-{n}") for n, value in enumerate(VALUES)]
    version = make_version(make_strategy(name="Faster shelves", segment=make_segment(members=[account])), active=True, active_from=START)
    with told("test", outcomes):
        objective = make_objective(version, metric="test")
        make_objective(version, name="Second", metric="test.second")
        with told("test.second", []):
            watch_objectives(flow_actor("test"), [objective.pk], until=date(2026, 3, 31))
            yield objective, outcomes


def decide(client: Client, objective: Objective, *, tag: str | None = "1", **sent: str) -> Any:
    body = {"decision": "continue", "reason": "One more quarter.", **sent}
    headers = {} if tag is None else {"If-Match": f'"{tag}"'}
    with days.as_of(DECIDED):
        return client.post(
            f"/api/v1/strategy-versions/{objective.version_of_id}/decide",
            json.dumps(body),
            content_type="application/json",
            headers=headers,
        )


def test_what_is_kept_is_what_the_method_says_of_the_rows_and_nothing_changes_it(client: Client, cast: Cast, watched: Any) -> None:
    objective, outcomes = watched
    client.force_login(cast.user("executive"))
    made = decide(client, objective)
    assert made.status_code == 201
    interval = MeanSequence(alpha=0.025, bounds=(0, 1)).update(VALUES)  # the version's 5 % are shared by two objectives
    found = verdict(interval, plan=0.97, tolerance=0.01, break_even=0.9)
    first, second = made.json()["evidence"]
    assert (first["observations"], first["estimate"], first["lower"], first["upper"]) == (
        60,
        interval.estimate,
        interval.lower,
        interval.upper,
    )
    assert (first["verdict"], first["alpha"], first["plan"], first["day"]) == (found.decision, 0.025, 0.97, "2026-03-05")
    assert (second["objective"], second["observations"]) == ("Second", 0)

    # Rows of later days, a correction of all that was counted, and a count from the start by what is agreed now.
    outcomes += [Outcome(100 + n, date(2026, 4, 2) + timedelta(n), 1.0, outcomes[0].account_id, f"ASN-{100 + n}") for n in range(40)]
    outcomes[:60] = [replace(one, value=1.0) for one in outcomes[:60]]
    watch_objectives(flow_actor("test"), [objective.pk], until=date(2026, 6, 1))
    with days.as_of(date(2026, 6, 2)):
        count_again(flow_actor("test"), objective, reason="Another window.")
    now = client.get(f"/api/v1/objectives/{objective.pk}/verdict").json()
    assert now["observations"] == 100
    assert now["estimate"] == 1.0

    review = client.get(f"/api/v1/strategies/{objective.version_of.strategy_id}/review").json()
    assert review["decisions"] == [made.json()]
    page = " ".join(client.get(f"/strategies/{objective.version_of.strategy_id}/review/").content.decode().split())
    assert "One more quarter." in page
    assert "On time in full: 60 outcomes, 33.3 %, abandon; Second: no outcome yet" in page
    assert f"day={DECIDED.date()}" in page


def test_not_even_the_database_lets_anybody_change_it(client: Client, cast: Cast, watched: Any) -> None:
    objective, _outcomes = watched
    client.force_login(cast.user("executive"))
    decide(client, objective)
    for statement in (
        "UPDATE strategy_review SET evidence = '[]'",
        "UPDATE strategy_review SET reason = 'x'",
        "DELETE FROM strategy_review",
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Review.objects.get().evidence[0]["observations"] == 60


@pytest.mark.parametrize(
    ("who", "tag", "sent", "status"),
    [
        ("executive", None, {}, 428),
        ("executive", "9", {}, 412),
        ("executive", "1", {"reason": " "}, 422),
        ("executive", "1", {"decision": "perhaps"}, 422),
        ("ada", "1", {}, 403),
    ],
)
def test_a_refused_decision_changes_nothing(
    client: Client, cast: Cast, watched: Any, who: str, tag: str, sent: dict[str, str], status: int
) -> None:
    objective, _outcomes = watched
    client.force_login(cast.user(who))
    with nothing_changes():
        assert decide(client, objective, tag=tag, **sent).status_code == status


def test_its_rows_and_its_course_are_read_page_by_page(client: Client, cast: Cast, watched: Any) -> None:
    objective, _outcomes = watched
    client.force_login(cast.user("executive"))
    address = f"/api/v1/objectives/{objective.pk}"
    newest = client.get(f"{address}/outcomes?limit=25").json()
    older = client.get(f"{address}/outcomes?limit=500&before={newest[-1]['position']}").json()
    assert [one["position"] for one in newest + older] == list(range(60, 0, -1))
    assert [one["value"] for one in reversed(newest + older)] == VALUES
    course = client.get(f"{address}/measurements?since=2026-02-01").json()
    assert [one["day"] for one in course] == [str(date(2026, 2, 1) + timedelta(n)) for n in range(33)]
    assert client.get(address).json()["metric"] == "test"
    client.force_login(cast.user("eve"))
    assert client.get(f"{address}/outcomes").json() == []


@pytest.mark.usefixtures("watched")
def test_the_summary_says_the_same_as_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("executive"))
    [line] = client.get("/api/v1/strategies/summary").json()["strategies"]
    assert (line["name"], line["verdict"], line["stands_out"]) == ("Faster shelves", "abandon", True)
    assert [one["observations"] for one in line["verdicts"]] == [60, 0]
    assert [one["alpha"] for one in line["verdicts"]] == [0.025, 0.025]
