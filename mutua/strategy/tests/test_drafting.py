"""The draft of a customer's strategy, and the value map: sentences and figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_need, make_trading_link, make_value_rating
from mutua.strategy.drafting import draft_for
from mutua.strategy.queries.value_map import value_map
from mutua.strategy.rules.dependence import part, unlikely_for
from mutua.strategy.tests.making import make_segment, make_strategy, make_version
from mutua.strategy.value_drawing import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(cast):
    account = make_account(
        owner=cast.ada, name="Alder Markets", parent=make_account(owner=cast.ada, name="Alder Holding"),
        spend_per_year=Decimal(20_800_000), category_spend=Decimal(61_000_000),
    )  # fmt: skip
    make_need(account=account, words="New goods two days sooner.", importance=5, satisfaction=2)
    make_value_rating(account=account, component="service", ours=6, next_best=8, next_best_name="Norwood")
    make_value_rating(account=account, component="price", ours=8, next_best=7)
    make_version(make_strategy(name="Faster shelves", segment=make_segment(members=[account]), offering=make_offering()), active=True)
    return account


def test_each_sentence_is_what_is_known(cast, alder):
    draft = draft_for(cast.ada, alder)
    assert [one.text.replace("\u202f", " ").replace("\xa0", " ") for one in draft.sentences] == [
        "“Faster shelves” serves Alder Markets; it gains: new goods on the shelf two days sooner; we gain: first supplier of the shelf.",
        "It spends $20,800,000 a year with us, 34.1 % of the $61,000,000 that it spends in all; $40,200,000 goes elsewhere.",
        "It belongs to Alder Holding.",
        "Ada Lindqvist is responsible for it.",
        "It needs: “New goods two days sooner” (importance 5, satisfied 2).",
        "It rates our service 6 of 10 and that of Norwood 8.",
    ]
    assert draft.unknown == []


def test_what_is_not_known_is_said_and_not_made_up(cast):
    draft = draft_for(cast.ada, make_account(owner=cast.ada, name="Bare"))
    assert [one.text for one in draft.sentences] == ["Ada Lindqvist is responsible for it."]
    assert len(draft.unknown) == 4


def test_a_draft_stands_in_the_form_and_saves_nothing(client, cast, alder):
    client.force_login(cast.user("ada"))
    page = client.get(f"/accounts/{alder.pk}/strategy/?draft=1").content.decode()
    assert "is responsible for it." in page
    assert "Where each sentence comes from" in page
    assert not alder.customer_strategies.exists()


def test_parts_and_who_would_hardly_want_it():
    assert part(Decimal(30), Decimal(120)) == Decimal("0.25")
    assert part(None, Decimal(120)) is None
    assert part(Decimal(30), Decimal(0)) is None
    assert unlikely_for(Decimal("0.05"), Decimal("0.05")) == []
    assert unlikely_for(Decimal("0.2"), Decimal("0.049")) == ["them"]
    assert unlikely_for(Decimal("0.01"), None) == ["us"]


def test_dependence_goes_both_ways(cast, alder):
    """All accounts spend 26 millions with us: Alder 20.8, Small 5.2; Small spends 520 in all."""
    small = make_account(owner=cast.ada, name="Small", spend_per_year=Decimal(5_200_000), category_spend=Decimal(520_000_000))
    strategy = make_strategy(segment=make_segment(members=[alder, small]), offering=make_offering())
    supplier = make_account(owner=cast.ada, name="Mill", roles=["supplier"])
    make_trading_link(supplier=supplier, buyer=alder, value_per_year=700)
    make_trading_link(supplier=alder, buyer=make_account(owner=cast.ada, name="Shopper"), value_per_year=90)
    make_trading_link(supplier=supplier, buyer=small, value_per_year=50, currency="EUR")
    found = value_map(cast.executive, strategy)
    assert [(one.account.name, one.of_our_revenue, one.of_their_spend) for one in found.customers] == [
        ("Alder Markets", Decimal("0.8"), Decimal(20_800_000) / Decimal(61_000_000)),
        ("Small", Decimal("0.2"), Decimal("0.01")),
    ]
    assert told(found.customers[0]) == []
    assert (
        told(found.customers[1])[0].replace("\u202f", " ").replace("\xa0", " ") == "Hardly wanted by them: we are 1.0 % of what they spend."
    )
    assert ([one.name for one in found.suppliers], [one.name for one in found.buyers], found.foreign) == (["Mill"], ["Shopper"], 1)
    assert sorted(int(flow.value) for flow in found.flows) == [90, 700, 5_200_000, 20_800_000]


def test_the_map_shows_only_who_one_sees(client, cast, alder):
    strategy = make_strategy(segment=make_segment(members=[alder]), offering=make_offering())
    make_version(strategy)
    Account.objects.filter(pk=alder.pk).update(owner=cast.eve.user_id)
    client.force_login(cast.user("ada"))
    assert "Alder Markets" not in client.get(f"/strategies/{strategy.pk}/value-map/").content.decode()
    client.force_login(cast.user("executive"))
    page = client.get(f"/strategies/{strategy.pk}/value-map/").content.decode()
    assert "Alder Markets" in page
    assert "As a table" in page
