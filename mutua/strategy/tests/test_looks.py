from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_need
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import Outcome
from mutua.strategy.actions.answer_needs import answer_needs
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.find_swot import Ground, find_swot
from mutua.strategy.actions.place_in_market import Placed, place_in_market
from mutua.strategy.actions.propose_options import propose_options
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import StrategyVersion
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.browser import well_made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
START = date(2026, 1, 5)
FLOW = flow_actor("test")


@pytest.fixture
def watched():
    """Three years of deliveries that fell from 96 % to 80 %."""
    draw = random.Random(3)
    accounts = [make_account(name=name, country="Zambia") for name in ("Alder Markets A", "Brightwater B")]
    version = make_version(
        make_strategy(
            name="Faster shelves in regional grocery",
            segment=make_segment(name="Regional grocery", members=accounts),
            offering=make_offering(name="Shelf-ready"),
        ),
        active_from=START - timedelta(900),
    )
    levers = ("Shelf-ready packs", "Joint promotions", "Standing appointments", "Order portal", "Shared forecast")
    choose_levers(FLOW, version.pk, [*(Wanted(name, 40_000, True) for name in levers), Wanted("Named planner", 9_000)])
    StrategyVersion.objects.filter(pk=version.pk).update(
        state="active", approved_at="2023-07-01T08:00Z", active_from=START - timedelta(900)
    )
    make_strategy(
        name="Spare parts overnight", segment=make_segment(name="Fleet operators"), offering=make_offering(name="Overnight parts")
    )
    objective = make_objective(version, metric="test")
    outcomes = [
        Outcome(
            n,
            START - timedelta(900 - n),
            float(draw.random() < (0.96 if n < 500 else 0.8)),
            accounts[n % 2].pk,
            f"ASN-{n}",
            "",
            4000 + n,
            "USD",
        )
        for n in range(900)
    ]
    with told("test", outcomes):
        watch_objectives(FLOW, [objective.pk], until=START)
        yield objective


def rested(cast, segment):
    """A draft with all that it rests on."""
    draft = make_version(make_strategy(name="Two days sooner", segment=segment, offering=make_offering(name="Sooner")))
    need = make_need(account=Account.objects.filter(segment_memberships__segment=segment).order_by("pk")[0])
    answer_needs(cast.executive, draft.pk, [need.pk], version=None)
    years = [Placed(2024 + n, Decimal(10 + 2 * n) / 100, is_envisioned=n > 2, size=Decimal(90_000_000 + n), rank=5 - n) for n in range(5)]
    place_in_market(cast.executive, draft.pk, years)
    grounds = {
        "strength": Ground(link="/deliveries/"),
        "weakness": Ground(metric="test"),
        "threat": Ground(link="/deals/", evidence="12 lost"),
    }
    for kind in ("strength", "weakness", "opportunity", "threat"):
        find_swot(cast.executive, draft.pk, kind=kind, sentence=f"A {kind} of ours", ground=grounds.get(kind, Ground(need=need)))
    propose_options(cast.executive, draft.pk, version=None)
    return draft


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("board", "/strategies/"),
        ("summary", "/strategies/summary/"),
        ("house", "/strategies/{strategy}/"),
        ("review", "/strategies/{strategy}/review/"),
        ("replay", "/strategies/{strategy}/replay/?day=2025-04-01"),
        ("decide", "/strategies/versions/{version}/decide/?decision=amend"),
        ("segment", "/segments/{segment}/"),
        ("segments", "/segments/"),
        (
            "predicate",
            '/segments/{segment}/edit/?f={{"all":[{{"field":"country","op":"is","value":"Zambia"}},{{"not":{{"any":[{{"field":"tier","op":"lte","value":2}}]}}}}]}}',
        ),
        ("write", "/strategies/versions/{version}/write/"),
        ("draft", "/strategies/{drafted}/"),
        ("positions", "/strategies/versions/{draft}/market/"),
        ("needs", "/strategies/versions/{draft}/needs/"),
        ("swot", "/strategies/versions/{draft}/swot/new/?kind=threat"),
        ("option", "/strategies/options/{option}/?state=dismissed"),
    ],
)
def test_each_page_is_well_made(cast, visit, watched, name, address, look):
    version = watched.version_of
    draft = rested(cast, version.strategy.segment)
    made = {"drafted": draft.strategy_id, "draft": draft.pk, "option": draft.options.order_by("pk").values_list("pk", flat=True)[0]}
    numbers = {**made, "strategy": version.strategy_id, "version": version.pk, "segment": version.strategy.segment_id}
    page = visit(cast.user("executive"), address.format(**numbers), look)
    assert well_made(page, f"{name}-{look}") == []


@pytest.mark.parametrize("address", ["/strategies/", "/segments/", "/strategies/summary/"])
def test_an_empty_page_says_what_comes_first(cast, visit, address):
    page = visit(cast.user("executive"), address)
    assert well_made(page, f"empty-{address.strip('/').replace('/', '-')}") == []


def test_dragging_the_slider_shows_another_day(cast, visit, watched):
    page = visit(cast.user("executive"), f"/strategies/{watched.version_of.strategy_id}/replay/")
    page.locator("#replay-at").fill("30")
    page.get_by_text("after 31 outcomes").wait_for()
    assert page.locator("#replay-day").get_by_text("the same to the last digit").count() == 1
