"""Every page of relationships opens, with nothing on it and with everything."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_engagement,
    make_item,
    make_measure,
    make_plan,
    make_profile,
    make_readiness,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_root(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user("root"))
    return client


@pytest.fixture
def full(cast: Cast) -> Account:
    """An account with something of everything."""
    account = make_account(owner=cast.ada, name="Alder Markets")
    at = make_account_touchpoint(account)
    make_engagement(at, "edi-asn")
    make_engagement(at, "scheduled-appointments", state="partial")
    measure = make_measure(at, early_days=0, late_days=0)
    for number in range(30):
        make_shipment(account, promised_on=days.today() - timedelta(days=40 - number), late_by=2 if number > 10 else 0)
    watch_measure(flow_actor("test"), measure.pk)
    make_measure(make_account_touchpoint(account, key="invoicing-payment"), shipments=False, key="invoice-accuracy", name="Invoices right")
    make_profile(account, {"physical-delivery": ["edi-asn", "standing-appointments", "crp"]})
    make_profile(account, {"physical-delivery": ["cpfr"]}, perspective="surrogate", confidence=Decimal("0.40"))
    make_readiness(account, data="0.8", will=4)
    make_readiness(None, data=4, will=4)
    plan_from_gap(cast.ada, account.pk)
    make_item(
        account, "cpfr", cost=200_000, gain=420_000, needs={"data": 4, "will": 4}, return_them=[Decimal(5)], investment_them=[Decimal(9)]
    )
    return account


def paths_of(account: Account) -> list[str]:
    item = account.roadmap_items.last()
    measure = account.touchpoints.first().measures.first()
    home = f"/accounts/{account.pk}/"
    at = f"{home}touchpoints/physical-delivery/"
    return [
        home, f"{home}touchpoints/", f"{home}touchpoints/?as=axes", f"{home}touchpoints/?as=table", f"{home}touchpoints/?as=csv", at,
        f"{at}edit/", f"{at}label/", f"{at}engagements/new/", f"{at}blockages/new/", f"/measures/{measure.pk}/edit/", f"/measures/{measure.pk}/rows/",
        f"{home}profile/", f"{home}profile/?by=surrogate", f"{home}profile/new/", f"{home}profile/compare/", f"{home}profile/compare/?a=surrogate&a_on=2026-01-01&b=joint&b_on=nonsense", f"{home}profile/pdf/", f"{home}profile/keep/", f"{home}readiness/", f"{home}readiness/assess/", f"{home}readiness/proposals/ship-notices/", f"{home}roadmap/",
        f"{home}roadmap/{item.pk}/", f"{home}roadmap/{item.pk}/figures/", f"{home}value/", f"{home}value/pdf/", f"{home}value/new/",
        f"/profiles/{account.profiles.first().pk}/touchpoints/physical-delivery/", f"/alarms/{measure.alarms.first().pk}/",
    ]  # fmt: skip


def test_every_page_of_a_full_account_opens(as_root: Client, full: Account) -> None:
    for path in paths_of(full):
        assert as_root.get(path).status_code == 200, path


def test_every_page_of_an_empty_account_opens(as_root: Client) -> None:
    account = make_account()
    for path in ("touchpoints/", "profile/", "roadmap/", "value/", "readiness/", "profile/new/"):
        assert as_root.get(f"/accounts/{account.pk}/{path}").status_code == 200, path


def test_every_page_of_the_company_opens(as_root: Client, full: Account) -> None:
    plan = make_plan()
    for path in ("/relationships/", "/relationships/two-axes/", "/relationships/catalogue/", "/relationships/catalogue/physical-delivery/",
                 "/relationships/readiness/", "/relationships/readiness/assess/", "/relationships/readiness/proposals/our-promises/", "/plans/", "/plans/new/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/edit/", f"/plans/{plan.pk}/csv/", "/"):  # fmt: skip
        assert as_root.get(path).status_code == 200, path


def test_today_names_the_broken_tolerance_with_its_evidence(client: Client, cast: Cast, full: Account) -> None:
    client.force_login(cast.user("ada"))
    shown = client.get("/").content.decode()
    assert "Out of tolerance" in shown
    assert "19 of 30 failed, 12 months" in shown
    assert f"/accounts/{full.pk}/touchpoints/physical-delivery/#rows" in shown


def test_a_stranger_finds_none_of_it(client: Client, cast: Cast, full: Account) -> None:
    client.force_login(cast.user("eve"))
    for path in paths_of(full):
        assert client.get(path).status_code == 404, path
