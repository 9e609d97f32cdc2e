"""Lack of qualification as evidence. Trials counted by hand: 14 days after the arrival it is too late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mutua.foundation import days
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.sales.rules.qualifying_in_time import trial
from mutua.sales.tests.lead_making import make_asking_strategy, make_lead
from mutua.strategy.queries.judging import outcomes_of
from mutua.strategy.tests.making import make_objective

ARRIVED = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("judged", "qualified", "today", "found"),
    [
        (None, False, date(2026, 3, 14), None),
        (None, False, date(2026, 3, 15), (date(2026, 3, 15), False)),
        (date(2026, 3, 15), True, date(2026, 3, 15), (date(2026, 3, 15), True)),
        (date(2026, 3, 16), True, date(2026, 3, 20), (date(2026, 3, 15), False)),
        (date(2026, 3, 2), False, date(2026, 3, 3), (date(2026, 3, 2), False)),
    ],
)
def test_a_lead_is_one_trial(judged, qualified, today, found):
    assert trial(ARRIVED, judged, qualified=qualified, today=today) == found


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_leads_of_the_strategy_are_outcomes_of_its_objective_and_name_nobody(cast):
    strategy = make_asking_strategy()
    for values in (
        {"state": "qualified", "arrived_at": at(3, 1), "judged_at": at(3, 5)},
        {"state": "disqualified", "arrived_at": at(3, 1), "judged_at": at(3, 6), "disqualified_reason": "No need"},
        {"state": "qualified", "arrived_at": at(3, 1), "judged_at": at(3, 20)},
        {"state": "new", "arrived_at": at(3, 2)},
        {"state": "new", "arrived_at": at(3, 20)},
    ):
        make_lead(strategy=strategy, **values)
    make_lead(strategy=make_asking_strategy(), state="qualified", arrived_at=at(3, 1), judged_at=at(3, 5))
    version = strategy.versions.get()
    version.state = "challenged"
    objective = make_objective(version=_reopened(version), metric="lead.qualified")
    objective.version_of.active_from = date(2026, 2, 1)
    told = list(outcomes_of(objective, {}, until=date(2026, 3, 25)))
    assert [(one.known_on.day, one.value) for one in told] == [(5, 1.0), (6, 0.0), (15, 0.0), (16, 0.0)]
    assert not any("Adaeze" in one.label or "Kano" in one.label for one in told)
    metric = metric_named("lead.qualified")
    assert list(metric.outcomes(MetricQuery(date(2026, 1, 1), date(2026, 12, 1), frozenset({1})))) == []


def _reopened(version):
    """A draft of the same strategy: an approved one takes no more objectives."""
    from mutua.strategy.tests.making import make_version

    return make_version(version.strategy)


@pytest.mark.django_db
def test_the_review_counts_them_down_to_the_rows(client, cast):
    question = "Do they decide themselves?"
    strategy = make_asking_strategy({"question": question})
    failed = strategy.versions.get().criteria.get()
    now = days.now()
    make_lead(owner=cast.ada, strategy=strategy, arrived_at=now - timedelta(days=20), organisation="Waiting")
    make_lead(owner=cast.ada, strategy=strategy, state="disqualified", failed=failed, disqualified_reason=question, organisation="Fails")
    make_lead(owner=cast.ada, strategy=strategy, state="disqualified", disqualified_reason="No answer", organisation="Silent")
    make_lead(owner=cast.ada, strategy=strategy, state="qualified", organisation="Good")
    make_lead(owner=cast.eve, strategy=strategy, organisation="Unseen")
    objective = make_objective(_reopened(strategy.versions.get()), metric="lead.qualified")
    type(objective.version_of).objects.filter(strategy=strategy, number=1).update(state="amended")
    type(objective.version_of).objects.filter(pk=objective.version_of_id).update(
        state="active", approved_at=now, active_from=(now - timedelta(days=60)).date()
    )
    client.force_login(cast.user("ada"))
    page = client.get(f"/panels/objective/{objective.pk}/leads/").content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "1 of 4 leads were qualified by nobody within 14 days (25.0 %)." in page
    rows = client.get(f"/strategies/objectives/{objective.pk}/behind/leads/unqualified/").content.decode()
    assert "Waiting" in rows
    assert "Good" not in rows
    rows = client.get(f"/strategies/objectives/{objective.pk}/behind/leads/disqualified/", {"of": question}).content.decode()
    assert "Fails" in rows
    assert "Silent" not in rows
