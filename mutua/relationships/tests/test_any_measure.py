"""Whatever a customer measures is told wherever performance is shown: days and errors as well as shares, each in its unit and with its standing."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.queries.touchpoints import meetings, performances
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAYS: dict[str, Any] = {"unit": "days", "better": "lower"}


def reported(cast: Cast, at: AccountTouchpoint, key: str, name: str, good: int, of: int, **values: Any) -> None:
    measure = make_measure(at, shipments=False, **{"key": key, "kind": key, "name": name, **values})
    until = days.today() - timedelta(days=1)
    report_figure(cast.ada, measure.pk, since=until - timedelta(days=30), until=until, numerator=Decimal(good), denominator=Decimal(of))


@pytest.fixture
def account(cast: Cast) -> Account:
    """Deliveries: 98 of 100 on time, which is well, and 196.8 days from the order, which is not. Claims: 10.2 days. Forecasts: 12.6 % wrong."""
    account = make_account(name="Birch Markets", owner=cast.ada)
    delivery = make_account_touchpoint(account)
    make_engagement(delivery, "edi-asn")
    reported(cast, delivery, "on-time-in-full", "On time in full", 98, 100)
    reported(cast, delivery, "order-to-delivery-days", "Order to delivery", 1_968, 10, target=15, tolerance=20, window_days=200, **DAYS)
    claims = make_account_touchpoint(account, key="claims-service")
    reported(cast, claims, "days-to-settle", "Days to settle a claim", 102, 10, target=5, tolerance=10, **DAYS)
    planning = make_account_touchpoint(account, key="demand-planning")
    reported(cast, planning, "forecast-error", "Forecast error", 126, 1_000, better="lower", target="0.08", tolerance="0.12")
    return account


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())).translate({0x202F: " ", 0xA0: " "}))


@pytest.mark.parametrize("path", ["touchpoints/", "touchpoints/?as=table", "profile/", "", "prepare/"])
def test_each_page_of_performance_tells_days_and_errors(client: Client, cast: Cast, account: Account, path: str) -> None:
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/accounts/{account.pk}/{path}").content)
    assert [figure for figure in ("10.2 days", "12.6 %", "196.8 days") if figure not in page] == []


def test_the_page_of_a_touchpoint_tells_its_own_measure(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    claims = text(client.get(f"/accounts/{account.pk}/touchpoints/claims-service/").content)
    assert "How well Days to settle a claim 10.2 days" in claims
    assert "Target 5 days, tolerance 10 days." in claims
    assert "no measure yet" not in claims
    assert "196.8 days" in text(client.get(f"/accounts/{account.pk}/touchpoints/physical-delivery/").content)


def test_what_is_out_of_tolerance_is_listed_measure_by_measure(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/accounts/{account.pk}/prepare/").content)
    listed = page[page.index("Out of tolerance") : page.index("Profile", page.index("Out of tolerance"))]
    assert "Order to delivery. The tolerance is 20 days." in listed
    assert "Days to settle a claim. The tolerance is 10 days." in listed
    assert "Forecast error. The tolerance is 12.0 %." in listed
    assert "On time in full" not in listed


def test_a_touchpoint_stands_as_its_worst_measure_and_on_the_axis_by_its_share(client: Client, cast: Cast, account: Account) -> None:
    delivery = AccountTouchpoint.objects.get(account=account, touchpoint__key="physical-delivery")
    [meeting] = meetings(cast.ada, [delivery])
    assert meeting.performance is not None
    assert (meeting.performance.measure.key, meeting.standing) == ("order-to-delivery-days", "breach")
    assert meeting.proportion is not None
    assert meeting.proportion.share == Fraction(98, 100)
    assert performances(cast.ada, [delivery.pk])[delivery.pk].share == Fraction(98, 100), "readiness reckons with shares"
    client.force_login(cast.user("ada"))
    picture = client.get("/relationships/two-axes/").content.decode()
    assert re.findall(r'<circle class="rel-dot rel-(\w+)"[^>]*><title>([^<]*)<', picture) == [("breach", str(delivery))]


def test_more_measures_ask_no_more(cast: Cast, account: Account, django_assert_num_queries: Any) -> None:
    at = list(AccountTouchpoint.objects.filter(account=account).select_related("touchpoint", "account"))
    meetings(cast.ada, at)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        meetings(cast.ada, at)
    for number in range(5):
        reported(cast, at[0], f"extra-{number}", f"Extra {number}", 30, 10, kind="days-to-settle", target=5, tolerance=10, **DAYS)
    with django_assert_num_queries(len(before)):
        meetings(cast.ada, at)


def test_the_figure_of_the_newest_period_is_told_whatever_came_in_last(client: Client, cast: Cast) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada), key="invoicing-payment")
    measure = make_measure(at, shipments=False, key="invoice-accuracy", name="Invoices")
    for months, good in ((1, 10), (8, 97), (4, 55)):
        until = days.today() - timedelta(days=30 * months)
        report_figure(
            cast.ada, measure.pk, since=until - timedelta(days=29), until=until, numerator=Decimal(good), denominator=Decimal(100)
        )
    assert performances(cast.ada, [at.pk])[at.pk].share == Fraction(10, 100)
    [meeting] = meetings(cast.ada, [at])
    assert meeting.performance is not None
    assert meeting.performance.share == Fraction(10, 100)
    client.force_login(cast.user("ada"))
    assert "Invoices 10.0 %" in text(client.get(at.get_absolute_url()).content)
