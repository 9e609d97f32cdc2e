"""Orders and shipments as the database keeps them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_shipment
from mutua.customers.tests.making import make_account

pytestmark = pytest.mark.django_db


def test_a_shipment_of_one_source_key_exists_once() -> None:
    account = make_account()
    make_shipment(account, source="erp", source_key="8")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shipment(account, source="erp", source_key="8")
    make_shipment(account, source="other", source_key="8")
    assert Shipment.objects.count() == 2


def test_an_undelivered_shipment_has_no_delivered_quantity() -> None:
    shipment = make_shipment(make_account(), promised_on=date(2026, 5, 1), late_by=None)
    assert (shipment.delivered_on, shipment.quantity_delivered) == (None, None)
