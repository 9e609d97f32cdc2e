"""Gap to roadmap: add one, change one, drop none; one click makes the items, and asks for what they return."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.relationships.models import RoadmapItem
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_profile
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account)
    make_engagement(at, "edi-asn")
    make_engagement(at, "scheduled-appointments")
    make_profile(account, {"physical-delivery": ["edi-asn", "standing-appointments", "crp"]})
    return account


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def test_the_page_says_what_lies_between(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/accounts/{account.pk}/profile/").content)
    assert "Add 1, change 1, drop 0." in page
    assert "Scheduled appointments to Standing appointments" in page
    assert "EDI and advance ship notice is done" in page
    assert "Scheduled appointments is done" in page
    assert "Invest $100k" in page


def test_one_click_makes_the_items_with_the_costs_of_the_catalogue(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    response = client.post(f"/accounts/{account.pk}/profile/to-roadmap/", {"touchpoint": "physical-delivery"}, follow=True)
    costs = {item.activity.key: item.cost for item in RoadmapItem.objects.all()}
    assert costs == {"crp": Decimal(90_000), "standing-appointments": Decimal(10_000)}
    assert RoadmapItem.objects.get(activity__key="standing-appointments").replaces.key == "scheduled-appointments"
    assert not RoadmapItem.objects.filter(requires__isnull=False).exists()  # what they need is done
    assert "2 items wait for their returns" in text(response.content)


def test_clicking_twice_makes_them_once(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    client.post(f"/accounts/{account.pk}/profile/to-roadmap/")
    with nothing_changes():
        client.post(f"/accounts/{account.pk}/profile/to-roadmap/")


def test_the_returns_are_entered_and_the_item_is_sized(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    client.post(f"/accounts/{account.pk}/profile/to-roadmap/")
    for key, gain in (("crp", "75000 75000"), ("standing-appointments", "20000")):
        item = RoadmapItem.objects.get(activity__key=key)
        form = {"version": item.version, "us_margin_likely": gain, "investment_us": " ".join(map(str, item.investment_us))}
        form |= {"lasts": item.lasts, "not_before": 1, "gate": "1", "hours": "Logistics: 240 240"}
        assert client.post(f"{item.get_absolute_url()}figures/", form).status_code == 302
    items = list(RoadmapItem.objects.all())
    assert {item.state for item in items} == {"sized"}
    assert (sum(item.cost for item in items), sum(item.gain for item in items)) == (Decimal(100_000), Decimal(170_000))


def test_the_returns_are_split_for_each_side_and_the_page_tells_their_net(client: Client, cast: Cast, account: Account) -> None:
    """Sales of 400k are told and not added: 60k margin and 90k savings are the 150k that continuous replenishment returns."""
    client.force_login(cast.user("ada"))
    client.post(f"/accounts/{account.pk}/profile/to-roadmap/")
    item = RoadmapItem.objects.get(activity__key="crp")
    form = {"version": item.version, "lasts": item.lasts, "not_before": 1, "gate": "1", "us_sales_likely": "400000"}
    form |= {
        "us_margin_low": "40000",
        "us_margin_likely": "60000",
        "us_margin_high": "70000",
        "us_cost_likely": "90000",
        "them_cost_likely": "84000",
    }
    assert client.post(f"{item.get_absolute_url()}figures/", {**form, "us_margin_low": "99999"}).status_code == 422
    assert client.post(f"{item.get_absolute_url()}figures/", form).status_code == 302
    page = text(client.get(item.get_absolute_url()).content)
    assert "Net return $130,000 $150,000 $160,000" in page
    assert "Sales $400,000 $400,000 $400,000" in page
    assert "Savings of cost $84,000" in page
    item.refresh_from_db()
    assert (item.gain, item.their_gain) == (Decimal(150_000), Decimal(84_000))
