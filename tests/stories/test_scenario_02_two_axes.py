"""Good Independent, poor Strategic: two axes, no sort by type, nothing ranks one relationship below another."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.lists import TOUCHPOINTS
from mutua.relationships.models import AccountTouchpoint, Observation
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def performing(at: AccountTouchpoint, good: int) -> None:
    measure = make_measure(at, shipments=False)
    today = days.today()
    Observation.objects.create(
        measure=measure, since=today - timedelta(days=365), until=today, numerator=Decimal(good), denominator=Decimal(100)
    )


@pytest.fixture
def touchpoints(cast: Cast) -> tuple[AccountTouchpoint, AccountTouchpoint]:
    good = make_account_touchpoint(make_account(name="Alder Markets", owner=cast.ada))
    poor = make_account_touchpoint(make_account(name="Brightwater", owner=cast.ada))
    for key in ("best-way-shipments", "phone-fax", "floor-load"):
        make_engagement(good, key)
    for key in ("cpfr", "vmi", "joint-supply-chain"):
        make_engagement(poor, key)
    performing(good, 99)
    performing(poor, 75)
    return good, poor


def test_the_picture_has_two_axes(client: Client, cast: Cast, touchpoints: tuple[AccountTouchpoint, AccountTouchpoint]) -> None:
    client.force_login(cast.user("ada"))
    page = client.get("/relationships/two-axes/").content.decode()
    places = {name: (float(x), float(y)) for x, y, name in re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="6"><title>(\w+)', page)}
    assert places["Alder"][0] < places["Brightwater"][0]  # by type, across
    assert places["Alder"][1] < places["Brightwater"][1]  # by performance: higher up is better
    assert "99.0\u202f%" in page
    assert "75.0\u202f%" in page


def test_no_list_can_be_sorted_by_type() -> None:
    assert not TOUCHPOINTS.column("type").sort  # type: ignore[union-attr]
    assert not [column.key for column in TOUCHPOINTS.columns if "type" in column.sort or "score" in column.sort]


@pytest.mark.parametrize("sort", ["type", "-type", "performance", "score"])
def test_asking_for_it_in_the_address_is_refused(client: Client, cast: Cast, sort: str) -> None:
    client.force_login(cast.user("ada"))
    assert client.get("/relationships/").status_code == 200
    assert client.get(f"/relationships/?sort={sort}").status_code == 400
