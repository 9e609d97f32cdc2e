"""What an evaluated year proposes elsewhere is priced in the currency in which it was evaluated, and the way before is told where it can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from mutua.backoffice.models import Order
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.actions.propose_item import propose_item
from mutua.relationships.models import Activity, PlanCycle, PostEvaluation, RoadmapItem
from mutua.relationships.queries.evaluating import tells_the_way_before
from mutua.relationships.queries.proposals import proposals_of
from mutua.relationships.tests.evaluated import TODAY, make_controls, make_done, make_orders, steps
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_plan, make_readiness
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(cast: Cast) -> Iterator[Account]:
    """An account that could begin what two others did; all of them order in Canadian dollars, the catalogue counts in another currency."""
    make_readiness(None, data=4, systems=4, people=4, process=4, will=4)
    with days.as_of(TODAY):
        make_controls(10, usual=400_000, growth=0.0, spread=0.01, owner=cast.ada)
        done = [
            make_done(name, usual=400_000, change=0.08, cost=60_000, gain=85_000, owner=cast.ada)
            for name in ("Alder Markets", "Birch Foods")
        ]
        account = make_account(name="Castell Stores", owner=cast.ada)
        make_readiness(account, data=4, systems=4, people=4, process=4, will=4)
        make_orders(account, steps(400_000, 0.0))
        make_engagement(make_account_touchpoint(account), "edi-asn")
        Order.objects.update(currency="CAD")
        RoadmapItem.objects.update(currency="CAD")
        believed = {
            "start": {str(item.pk): 0 for item in done},
            "items": {str(item.pk): {"costs": ["60000"], "returns": ["85000"]} for item in done},
        }
        make_plan(year=2025, currency="CAD", state="in-force", snapshot=believed, snapshot_sha256="x", approved_at=days.now())
        for item in done:
            evaluate_item(cast.ben, item.pk, version=None, design="never-treated", actual_cost=Decimal(41_234))
        yield account


def test_the_catalogues_cost_is_not_read_as_another_currency(cast: Cast, other: Account) -> None:
    activity = Activity.objects.get(key="crp")
    assert (activity.currency, activity.cost) == ("USD", 90_000)
    found = proposals_of(cast.ben, PlanCycle.objects.get())
    (told,) = [one for one in (*found.elsewhere, *found.not_elsewhere) if one.account == other]
    assert "a year for 41.2k" in told.reason.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "90k" not in told.reason

    item = propose_item(cast.ben, PostEvaluation.objects.first().pk, other.pk)
    assert (item.currency, item.cost) == ("CAD", 41_234)


@pytest.mark.parametrize(
    ("began", "tells"),
    [
        ([4] * 6, False),
        ([4] * 23, False),
        ([4] * 24, True),  # eight for each of three periods before
        ([4, 5, 6, 7] * 12, False),
        ([4] * 24 + [5], False),
        ([2] * 8, True),
    ],
)
def test_the_way_before_is_told_where_enough_began_together(began: list[int], tells: bool) -> None:
    assert tells_the_way_before(began) is tells
