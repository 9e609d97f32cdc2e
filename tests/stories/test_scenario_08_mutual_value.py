"""Vendor-managed inventory: we gain, the customer loses, and a transfer brings it to zero."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.relationships.models import ValueEntry
from mutua.relationships.tests.making import make_item
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SUPPLIER = (-220, 90, 110, 120)
CUSTOMER = (-60, -10, 20, 25)


def test_the_ledger_says_who_gains_and_proposes_the_transfer(client: Client, cast: Cast) -> None:
    account = make_account(name="Account A", owner=cast.ada)
    item = make_item(account, "vmi", cost=220, gain=320)
    client.force_login(cast.user("ada"))
    for side, flows in (("us", SUPPLIER), ("customer", CUSTOMER)):
        for year, amount in enumerate(flows):
            sent = {
                "side": side,
                "component": "service",
                "kind": "expected",
                "amount": amount,
                "currency": "USD",
                "period": f"{2026 + year}-02-10",
                "item": item.pk,
            }
            assert client.post(f"/accounts/{account.pk}/value/new/", sent).status_code == 302
    page = " ".join(html.unescape(client.get(f"/accounts/{account.pk}/value/?rate=10").content.decode()).split())
    for figure in ("$42.89", "−$33.78", "$9.11", "No customer benefit", "$13.58 a year from us, 3 years, brings the customer to zero."):
        assert figure in page, figure
    assert page.count("$13.58 a year") == 2  # of the account, and of the item
    assert ValueEntry.objects.filter(period=date(2026, 1, 1)).count() == 2
