"""The same thing asked several times at once, as a double click asks it: it is done once, and every other answer is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import close_old_connections, connections

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.add_items import add_items
from mutua.relationships.actions.keep_profiles import keep_profile
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.propose_item import propose_item
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.models import JointSession, Observation, ProfileSnapshot, RoadmapItem
from mutua.relationships.tests.evaluated import make_evaluation
from mutua.relationships.tests.making import make_account_touchpoint, make_item, make_measure, make_profile
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What each got: the answer, or the sentence of its refusal. Whatever else is raised is raised."""

    def one(_number: int) -> Any:
        close_old_connections()
        try:
            return act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as all_of_them:
        return list(all_of_them.map(one, range(TIMES)))


def refusals(answers: list[Any]) -> list[str]:
    return [answer for answer in answers if isinstance(answer, str)]


@pytest.fixture
def account(cast: Cast) -> Account:
    account = make_account(owner=cast.ada)
    make_account_touchpoint(account)
    return account


def test_one_joint_session_is_opened(cast: Cast, account: Account) -> None:
    told = refusals(at_once(lambda: open_session(cast.ada, account.pk)))
    assert (JointSession.objects.count(), len(told)) == (1, TIMES - 1)
    assert all("is open already" in sentence for sentence in told)


def test_a_profile_is_kept_once_for_a_year(cast: Cast, account: Account) -> None:
    told = refusals(at_once(lambda: keep_profile(cast.ada, account.pk, year=2027)))
    assert (ProfileSnapshot.objects.count(), len(told)) == (1, TIMES - 1)
    assert all("is kept for 2027 already" in sentence for sentence in told)


def test_the_gap_comes_on_the_roadmap_once(cast: Cast, account: Account) -> None:
    make_profile(account, {"physical-delivery": ["edi-asn", "crp"]})
    answers = at_once(lambda: plan_from_gap(cast.ada, account.pk))
    assert sorted(len(made) for made in answers) == [0, 0, 0, 2]
    assert RoadmapItem.objects.count() == 2


def test_items_are_added_once(cast: Cast, account: Account) -> None:
    told = refusals(at_once(lambda: add_items(cast.ada, [{"account_id": account.pk, "activity": "crp"}])))
    assert (RoadmapItem.objects.count(), len(told)) == (1, TIMES - 1)
    assert all("stands on the roadmap" in sentence for sentence in told)


def test_a_proposal_is_taken_up_once(cast: Cast, account: Account) -> None:
    evaluation = make_evaluation(make_item(make_account(owner=cast.ada), state="done"))
    told = refusals(at_once(lambda: propose_item(cast.ada, evaluation.pk, account.pk)))
    assert (RoadmapItem.objects.filter(account=account).count(), len(told)) == (1, TIMES - 1)
    assert all("stands on the roadmap" in sentence for sentence in told)


def test_a_figure_that_stands_is_no_correction(cast: Cast, account: Account) -> None:
    measure = make_measure(make_account_touchpoint(account, key="invoicing-payment"), shipments=False)

    def report() -> Any:
        since, until = date(2026, 3, 1), date(2026, 3, 31)
        return report_figure(cast.ada, measure.pk, since=since, until=until, numerator=Decimal(9), denominator=Decimal(10))

    assert {answer.pk for answer in at_once(report)} == {Observation.objects.get().pk}


def test_a_proposal_asks_the_hours_of_the_team_of_its_touchpoint(cast: Cast, account: Account) -> None:
    """As any other item does: of a team that nobody has, a plan would never have hours."""
    evaluation = make_evaluation(make_item(make_account(owner=cast.ada), state="done"))
    activity = evaluation.item.activity
    assert (activity.hours, activity.touchpoint.our_departments[0]) == (activity.hours or 1, "Logistics")
    item = propose_item(cast.ada, evaluation.pk, account.pk)
    assert list(item.hours) == ["Logistics"]
    assert sum(item.hours["Logistics"]) == pytest.approx(activity.hours)
