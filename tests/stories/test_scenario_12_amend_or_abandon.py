"""Amend or abandon: plan +4.0k a month and account, break-even +1.0k, three intervals and what a person does about them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import Outcome
from mutua.methods.sequential import MeanSequence
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import Measurement, Review, StrategyVersion
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db
START, ACCOUNTS = date(2026, 1, 5), 200


def spread_for(half: float) -> float:
    """How far apart accounts lie that leave an interval of this half-width: it grows with their spread in proportion."""
    interval = MeanSequence(burn_in=100).update([(-1.0) ** n for n in range(ACCOUNTS)])
    return half * 2 / (interval.upper - interval.lower)


@pytest.fixture
def review_of(client, cast):
    """Sign in, tell the months of 200 accounts that leave this interval, and open the review."""
    client.force_login(cast.user("executive"))
    account = make_account()

    def open_review(low, high, more=0):
        middle, spread = (low + high) / 2, spread_for((high - low) / 2)
        outcomes = [Outcome(n, START + timedelta(n // 10), middle + spread * (-1) ** n, account.pk) for n in range(ACCOUNTS + more)]
        with told("test.margin", outcomes, unit="k", bounds=None):
            version = make_version(make_strategy(segment=make_segment(members=[account])), active=True, active_from=START)
            objective = make_objective(version, name="Margin per account", metric="test.margin", target=4.0, break_even=1.0, tolerance=0.0)
            watch_objectives(flow_actor("test"), [objective.pk], until=START + timedelta(300))
            page = client.get(f"/strategies/{version.strategy_id}/review/").content.decode()
            return version, Measurement.objects.filter(objective=objective).last(), page

    return open_review


@pytest.mark.parametrize(("low", "high", "verdict"), [(1.2, 2.9, "amend"), (-0.9, 0.8, "abandon"), (0.5, 4.6, "keep collecting")])
def test_the_interval_decides(review_of, low, high, verdict):
    _version, known, page = review_of(low, high)
    assert (known.lower, known.upper) == (pytest.approx(low), pytest.approx(high))
    assert known.verdict == verdict
    assert f"The band is {str(low).replace('-', chr(8722))} k to {high} k after 200 outcomes" in page


def test_what_was_said_is_enough_to_decide(review_of):
    _version, known, page = review_of(0.5, 4.6)
    assert f"about {known.more} outcomes more will decide" in page
    _version, later, _page = review_of(0.5, 4.6, more=round(known.more * 1.1))
    assert later.verdict == "amend"
    _version, earlier, _page = review_of(0.5, 4.6, more=known.more // 2)
    assert earlier.verdict == "keep collecting"


def test_amending_keeps_the_evidence_and_starts_the_next_version(client, review_of):
    version, known, page = review_of(1.2, 2.9)
    assert "It pays, but not what was planned" in page
    with told("test.margin", [], unit="k", bounds=None):
        client.post(
            f"/strategies/versions/{version.pk}/decide/",
            {"decision": "amend", "reason": "Half of the levers work.", "version": version.version},
        )
    review = Review.objects.get()
    assert (review.evidence[0]["lower"], review.evidence[0]["verdict"]) == (known.lower, "amend")
    states = StrategyVersion.objects.filter(strategy=version.strategy_id).order_by("number").values_list("number", "state")
    assert list(states) == [(1, "active"), (2, "draft")]


def test_abandoning_ends_it_at_that_commit(client, review_of):
    version, _known, page = review_of(-0.9, 0.8)
    assert "It does not pay" in page
    with told("test.margin", [], unit="k", bounds=None):
        client.post(
            f"/strategies/versions/{version.pk}/decide/", {"decision": "abandon", "reason": "Nobody wants it.", "version": version.version}
        )
        late = client.post(
            f"/strategies/versions/{version.pk}/decide/", {"decision": "continue", "reason": "Wait.", "version": version.version}
        )
    assert StrategyVersion.objects.get(pk=version.pk).state == "abandoned"
    assert late.status_code == 409
    assert Review.objects.count() == 1
