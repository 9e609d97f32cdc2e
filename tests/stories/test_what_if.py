"""What if: tick items and see performance, gates, prerequisites and the return of both sides at once; nothing is saved."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import Activity, RoadmapItem
from mutua.relationships.tests.making import make_account_touchpoint, make_item, make_measure, make_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    """400 deliveries of 1,000 each, 4 of them late: 99 %. CPFR finds a readiness of 0.2."""
    account = make_account(name="Alder Markets", owner=cast.ada)
    make_measure(make_account_touchpoint(account), early_days=0, late_days=0)
    today = days.today()
    promised = [today - timedelta(days=10 + number % 300) for number in range(400)]
    for number, day in enumerate(promised):
        arrived = day + timedelta(days=5 if number < 4 else 0)
        values = {"number": f"ASN-{number}", "currency": "USD", "value": 1_000, "quantity_ordered": 1, "quantity_delivered": 1}
        Shipment.objects.create(account=account, promised_on=day, delivered_on=arrived, **values)
    make_readiness(None, will=4)
    make_readiness(account, will="0.8")
    return account


@pytest.fixture
def items(account: Account) -> dict[str, RoadmapItem]:
    split = {
        "us": {"sales": {"likely": ["500"]}, "margin": {"low": ["60"], "likely": ["70"], "high": ["90"]}},
        "them": {"cost": {"likely": ["38"]}},
    }
    edi = make_item(account, "edi-asn", cost=40, gain=70, hours=200, return_them=[38], investment_them=[12], returns=split)
    crp = make_item(account, "crp", cost=90, gain=170, hours=420, return_them=[96], investment_them=[130], requires=[edi])
    cpfr = make_item(account, "cpfr", cost=220, gain=420, hours=900, needs={"will": 4})
    return {"edi": edi, "crp": crp, "cpfr": cpfr}


def told_to_programs(client: Client, account: Account, *ticked: RoadmapItem) -> dict[str, Any]:
    answer = client.get(f"/api/v1/accounts/{account.pk}/what-if", {"item_ids": [item.pk for item in ticked]})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def shown(client: Client, account: Account, *ticked: RoadmapItem, **headers: str) -> str:
    response = client.get(f"/accounts/{account.pk}/roadmap/what-if/", {"item": [item.pk for item in ticked]}, headers=headers or None)
    assert response.status_code == 200
    return words_of(response.content.decode())


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def test_both_sides_are_added_up_and_nothing_is_saved(client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]) -> None:
    client.force_login(cast.user("ada"))
    with nothing_changes():
        page = shown(client, account, items["edi"], items["crp"])
    for words in (
        "Invest $130 $142",
        "Return, likely $240 $134",
        "Return, low to high $230 – $260 $134 – $134",
        "Net $110 −$8",
        "620 hours",
    ):
        assert words in page, words
    assert "No customer benefit" in page
    assert "99.0 % → 99.0 %" in page  # who is ready keeps what it has
    told = told_to_programs(client, account, items["edi"], items["crp"])
    both = {side: [float(told[side][part]) for part in ("cost", "gain", "low", "high", "net")] for side in ("us", "them")}
    assert both == {"us": [130, 240, 230, 260, 110], "them": [142, 134, 134, 134, -8]}
    assert (float(told["hours"]), told["items"], told["waiting"]) == (620, [items["edi"].pk, items["crp"].pk], {})


def test_what_has_to_come_first_is_named_until_it_is_ticked(
    client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]
) -> None:
    client.force_login(cast.user("ada"))
    assert "Something has to come first. Continuous replenishment programme: EDI and advance ship notice." in shown(
        client, account, items["crp"]
    )
    assert "Something has to come first" not in shown(client, account, items["edi"], items["crp"])
    RoadmapItem.objects.filter(pk=items["edi"].pk).update(state="done")
    assert "Something has to come first" not in shown(client, account, items["crp"])


def test_a_closed_gate_and_its_price_are_shown(client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]) -> None:
    """0.75 + 0.24 × 0.2 = 79.8 %: 76.8 more failures of 1,000 a year, of which 20 % at 25 % margin and 3 % charge-back: 3,840 + 2,304 = 6,144."""
    client.force_login(cast.user("ada"))
    page = shown(client, account, items["cpfr"])
    for words in ("1 item is below its gate.", "readiness 0.2 of 1", "99.0 % → 79.8 %", "expected loss $6,144 a year"):
        assert words in page, words
    # 0.2 × 420 − 220 − 6,144
    assert "Net at today’s readiness −$6,280" in page
    told = told_to_programs(client, account, items["cpfr"])
    assert (float(told["expected_loss"]), float(told["true_net"]), told["blocked"]) == (6_144, -6_280, [items["cpfr"].pk])
    [place] = told["places"]
    assert (place["touchpoint"], place["now"], round(place["after"], 3), float(place["expected_loss"])) == (
        "physical-delivery",
        0.99,
        0.798,
        6_144,
    )


def test_the_usual_effects_of_the_catalogue_are_told_and_counted_in_no_sum(
    client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]
) -> None:
    """Continuous replenishment: on time in full +0.01, two days less. 400 deliveries of 1,000: 4 failed → 0. 4,000 × (20 % × 25 % + 3 %) = 320 a year."""
    assert Activity.objects.get(key="crp").sizes == {"on-time-in-full": Decimal("0.01"), "order-to-delivery-days": -2}
    client.force_login(cast.user("ada"))
    page = shown(client, account, items["crp"])
    assert "99.0 % → 99.0 %" in page
    assert "with the usual effects 100.0 %" in page
    assert re.search(r"usually Order to delivery days .?2\b", page)
    idea = make_item(account, "standing-appointments", state="idea")
    RoadmapItem.objects.filter(pk=idea.pk).update(return_us=[])
    page = shown(client, account, idea)
    assert "By the usual effects in the catalogue they are worth $320 a year to us; that is in none of the sums below." in page
    assert "Return, likely $0 $0" in page
    sizing = words_of(client.get(f"{idea.get_absolute_url()}figures/").content.decode())
    assert "By the usual effect in the catalogue (On time in full +0.01) it is worth $320 a year to us" in sizing
    own = words_of(client.get(idea.get_absolute_url()).content.decode())
    assert (
        "The catalogue expects On time in full +0.01: 4.0 → 0.0 failed a year, worth $320 to us. An assumption, until it is evaluated."
        in own
    )
    # Who is not ready gets none of it.
    page = shown(client, account, items["cpfr"])
    assert "usual effects" not in page


def test_the_address_is_the_state_and_the_fragment_has_no_frame(
    client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]
) -> None:
    client.force_login(cast.user("ada"))
    address = f"/accounts/{account.pk}/roadmap/what-if/?item={items['edi'].pk}&item=999999999&item=x"
    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "what-if"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert words_of(part) in words_of(whole)
    assert whole.count(" checked") == 1


def test_what_is_committed_counts_without_being_ticked(client: Client, cast: Cast, account: Account, items: dict[str, RoadmapItem]) -> None:
    client.force_login(cast.user("ada"))
    RoadmapItem.objects.filter(pk=items["edi"].pk).update(state="committed")
    page = shown(client, account)
    assert "counts already" in page
    assert "Invest $40 $12" in page


def test_a_stranger_sees_nothing_of_it(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("eve"))
    assert client.get(f"/accounts/{account.pk}/roadmap/what-if/").status_code == 404
