"""Forced strategic: Mutua sees the fall coming, prices it, stops it; a named person may override, and the price stays on the plan."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_measure, make_plan, make_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
DELIVERIES, FAILED = 5_200, 52


def deliver_a_year(account: Account) -> None:
    today = days.today()
    promised = [today - timedelta(days=1 + number % 364) for number in range(DELIVERIES)]
    Shipment.objects.bulk_create(
        Shipment(
            account=account,
            number=f"ASN-{number}",
            currency="USD",
            value=4_000,
            promised_on=day,
            delivered_on=day + timedelta(days=5 if number < FAILED else 0),
            quantity_ordered=10,
            quantity_delivered=10,
        )
        # The late ones were promised early enough to have become known by now.
        for number, day in enumerate(sorted(promised))
    )


@pytest.fixture
def item(cast: Cast) -> RoadmapItem:
    account = make_account(name="Alder Markets", owner=cast.ada)
    at = make_account_touchpoint(account)
    for key in ("best-way-shipments", "loose-case-pick", "no-appointment", "phone-fax", "edi-asn", "crp"):
        make_engagement(at, key)
    make_measure(at, early_days=0, late_days=0)
    deliver_a_year(account)
    make_readiness(None, data=4, systems=3, people="3.2", process=3, will=4)
    make_readiness(account, data="0.8", systems=3, people=3, process="3.2", will="0.8")
    needs = {"data": 4, "systems": 3, "people": 3, "process": 3, "will": 4}
    return make_item(account, "cpfr", cost=220_000, gain=420_000, hours=900, needs=needs)


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_the_page_prices_it_and_blocks_it(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ada"))
    page = text_of(client, item.get_absolute_url())
    for words in ("99.0 %", "79.8 %", "of 5,200 a year", "0.75 + (0.99 − 0.75) × 0.2", "52.0 → 1,050.4 failed", "expected 319,488 a year"):
        assert words in page, words
    for words in ("52 → 1,300", "249,600", "149,760", "Loss a year 399,360", "4,000 each", "Approve: below the gate"):
        assert words in page, words


def test_the_derived_type_is_independent(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ada"))
    page = text_of(client, f"/accounts/{item.account_id}/touchpoints/physical-delivery/")
    assert "5,148 good of 5,200" in page
    assert "Independent" in page


def test_approval_is_refused_and_nothing_moves(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ben"))
    with nothing_changes():
        response = client.post(f"{item.get_absolute_url()}approve/", {"version": item.version})
    assert response.status_code == 422
    assert "readiness 0.2 of 1, expected loss 319,488 USD a year" in response.content.decode()


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_not_everybody_may_override(client: Client, cast: Cast, item: RoadmapItem, who: str) -> None:
    client.force_login(cast.user(who))
    with nothing_changes():
        response = client.post(
            f"{item.get_absolute_url()}override/", {"version": item.version, "reason": "I want it", "accepts_loss": "on"}
        )
    assert response.status_code in (403, 404)


@pytest.mark.parametrize("given", [{"reason": "", "accepts_loss": "on"}, {"reason": "A pilot first"}])
def test_an_override_needs_a_reason_and_the_loss(client: Client, cast: Cast, item: RoadmapItem, given: dict[str, str]) -> None:
    client.force_login(cast.user("ben"))
    with nothing_changes():
        assert client.post(f"{item.get_absolute_url()}override/", {"version": item.version, **given}).status_code == 422


def test_a_named_person_overrides_and_the_loss_stays_on_the_plan_for_ever(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ben"))
    form = {"version": item.version, "reason": "Alder’s new data team starts in March; pilot in one warehouse first.", "accepts_loss": "on"}
    assert client.post(f"{item.get_absolute_url()}override/", form).status_code == 302
    override = item.overrides.get()
    assert (override.by_name, override.expected_loss, override.worst_loss) == ("Ben Okafor", Decimal("319488.00"), Decimal("399360.00"))

    plan = make_plan(budget=(300_000,), hours=(1_500,))
    client.post(f"/plans/{plan.pk}/optimise/", {"version": plan.version})
    run_waiting()
    plan.refresh_from_db()
    assert client.post(f"/plans/{plan.pk}/approve/", {"version": plan.version}).status_code == 302
    make_readiness_perfect(item.account)
    page = text_of(client, f"/plans/{plan.pk}/")
    assert "the gate was overridden by Ben Okafor" in page
    assert "Expected loss $319,488 a year" in page
    assert PlanCycle.objects.get().snapshot["items"][str(item.pk)]["override"]["expected_loss"] == "319488.00"


def make_readiness_perfect(account: Account) -> None:
    account.readiness.update(level=4)
