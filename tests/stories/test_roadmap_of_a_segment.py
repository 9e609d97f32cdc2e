"""An activity is planned once for a whole segment: each account gets an item, those that join later too, and it is rolled up."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.keep_segment_items import keep_segment_items
from mutua.relationships.models import Activity, RoadmapItem, SegmentItem
from mutua.relationships.tests.making import make_catalogue, make_item
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.models import Segment
from mutua.strategy.tests.making import make_segment
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
GROCERY = {"field": "industry", "op": "is", "value": "Grocery"}


@pytest.fixture
def grocers(cast: Cast) -> list[Account]:
    make_catalogue()
    return [make_account(name=f"Grocer {number}", owner=cast.ada, industry="Grocery") for number in range(3)]


@pytest.fixture
def segment(cast: Cast, grocers: list[Account]) -> Segment:
    segment = make_segment(name="Grocers", predicate=GROCERY)
    recompute_segment(cast.root, segment.pk)
    run_waiting()
    return segment


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def plan_it(client: Client, segment: Segment, **values: object) -> SegmentItem:
    form = {
        "segment": segment.pk,
        "activity_key": "crp",
        "us_margin_likely": "150000",
        "us_sales_likely": "900000",
        "them_cost_likely": "60000",
    }
    assert client.post("/plans/segments/new/", {**form, **values}).status_code == 302
    return SegmentItem.objects.get()


def of(account: Account) -> RoadmapItem:
    return RoadmapItem.objects.get(account=account, activity__key="crp")


def test_one_plan_makes_an_item_at_every_account_with_the_catalogues_cost(
    client: Client, cast: Cast, segment: Segment, grocers: list[Account]
) -> None:
    client.force_login(cast.user("ben"))
    outside = make_account(name="Steel works", owner=cast.ada, industry="Metal")
    item = plan_it(client, segment)
    made = RoadmapItem.objects.filter(of_segment=item)
    assert {one.account for one in made} == set(grocers)
    assert {(one.cost, one.gain, one.their_gain, one.state) for one in made} == {
        (Decimal(90_000), Decimal(150_000), Decimal(60_000), "sized")
    }
    assert not RoadmapItem.objects.filter(account=outside).exists()
    page = text(client, item.get_absolute_url())
    # Three accounts: 3 × 90,000 invested, 3 × (150,000 − 90,000) net for us, 3 × 60,000 for them
    for words in ("We invest, at all $270,000", "Net for us $180,000", "Net for them $180,000", "Grocer 2"):
        assert words in page, words
    assert f'href="{item.get_absolute_url()}"' in client.get(of(grocers[0]).get_absolute_url()).content.decode()
    with nothing_changes():
        assert client.post("/plans/segments/new/", {"segment": segment.pk, "activity_key": "crp"}).status_code == 422


def test_who_joins_gets_one_and_who_leaves_loses_what_nobody_committed(
    client: Client, cast: Cast, segment: Segment, grocers: list[Account]
) -> None:
    client.force_login(cast.user("ben"))
    item = plan_it(client, segment)
    RoadmapItem.objects.filter(account=grocers[1]).update(state="running")
    newcomer = make_account(name="Grocer new", owner=cast.ada, industry="Grocery")
    Account.objects.filter(pk__in=[grocers[0].pk, grocers[1].pk]).update(industry="Metal")
    recompute_segment(cast.root, segment.pk)
    run_waiting()
    assert [of(account).state for account in (*grocers, newcomer)] == ["stopped", "running", "sized", "sized"]
    with nothing_changes():
        keep_segment_items(cast.root, segment.pk)
    page = text(client, item.get_absolute_url())
    assert "We invest, at all $270,000" in page  # running, kept and new; what was stopped is not counted
    assert "0 done, 1 stopped" in page


def test_a_figure_of_ones_own_stays_when_the_segments_change(client: Client, cast: Cast, segment: Segment, grocers: list[Account]) -> None:
    client.force_login(cast.user("ben"))
    item = plan_it(client, segment)
    own, committed = of(grocers[0]), of(grocers[1])
    form = {
        "version": own.version,
        "lasts": own.lasts,
        "not_before": 1,
        "gate": "1",
        "investment_us": "50000",
        "us_margin_likely": "150000",
    }
    assert (
        client.post(f"{own.get_absolute_url()}figures/", {**form, "us_sales_likely": "900000", "them_cost_likely": "60000"}).status_code
        == 302
    )
    RoadmapItem.objects.filter(pk=committed.pk).update(state="committed")
    item.refresh_from_db()
    form |= {"version": item.version, "investment_us": "80000", "us_margin_likely": "200000"}
    assert client.post(f"{item.get_absolute_url()}figures/", form).status_code == 302
    costs = [(of(account).cost, of(account).gain) for account in grocers]
    assert costs == [(50_000, 200_000), (90_000, 150_000), (80_000, 200_000)]


def test_what_stands_on_a_roadmap_already_is_taken_over_as_it_is(
    client: Client, cast: Cast, segment: Segment, grocers: list[Account]
) -> None:
    client.force_login(cast.user("ben"))
    standing = make_item(grocers[0], "crp", cost=1, gain=2)
    item = plan_it(client, segment)
    standing.refresh_from_db()
    assert (standing.cost, standing.of_segment_id) == (1, item.pk)
    assert RoadmapItem.objects.filter(activity=Activity.objects.get(key="crp")).count() == 3


def test_ended_it_takes_nobody_new_and_leaves_what_is(client: Client, cast: Cast, segment: Segment, grocers: list[Account]) -> None:
    client.force_login(cast.user("ben"))
    item = plan_it(client, segment)
    assert client.post(f"{item.get_absolute_url()}end/", {"version": item.version}).status_code == 302
    make_account(name="Grocer new", owner=cast.ada, industry="Grocery")
    recompute_segment(cast.root, segment.pk)
    run_waiting()
    assert RoadmapItem.objects.filter(state="sized").count() == 3


def test_a_representative_sees_only_its_own_accounts_of_it_and_cannot_plan(
    client: Client, cast: Cast, segment: Segment, grocers: list[Account]
) -> None:
    client.force_login(cast.user("ben"))
    item = plan_it(client, segment)
    Account.objects.filter(pk=grocers[0].pk).update(owner=cast.user("eve"))
    client.force_login(cast.user("ada"))
    page = text(client, item.get_absolute_url())
    assert "Grocer 0" not in page
    assert "We invest, at all $180,000" in page
    with nothing_changes():
        assert client.post("/plans/segments/new/", {"segment": segment.pk, "activity_key": "vmi"}).status_code in (403, 404)
