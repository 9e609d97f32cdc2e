"""What is at stake at a touchpoint, where nobody has said it, is counted from shipments in the account's own currency."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.relationships.queries.readiness import _counted_stakes
from mutua.relationships.tests.making import make_account_touchpoint, make_measure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("currency", "each"), [("USD", Decimal("200.00")), ("EUR", Decimal("9000.00")), ("JPY", None)])
def test_the_average_is_of_one_currency(currency: str, each: Decimal | None) -> None:
    account = make_account(currency=currency)
    make_measure(make_account_touchpoint(account))
    for value, paid_in in (("100", "USD"), ("300", "USD"), ("9000", "EUR")):
        make_shipment(account, promised_on=days.today() - timedelta(9), value=value, currency=paid_in)
    found = _counted_stakes(flow_actor("test"), [account.pk])
    assert found == ({account.pk: (3, each)} if each is not None else {})
