"""What a company's tree adds up of deals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mutua.customers.queries.company import company_of
from mutua.customers.tests.making import make_account
from mutua.sales.tests.making import make_opportunity, stage

pytestmark = pytest.mark.django_db


def test_open_deals_of_subsidiaries_count_and_closed_ones_do_not(cast):
    top = make_account(owner=cast.ada)
    below = make_account(owner=cast.ada, parent=top)
    for currency in ("USD", "USD", "EUR"):
        make_opportunity(owner=cast.ada, account=below, amount=100, currency=currency)
    make_opportunity(owner=cast.ada, account=below, amount=100, stage=stage("won"), engaged_on=None, closed_on="2026-01-01")
    company = company_of(cast.ada, top)
    figures = dict(zip([figure.key for figure in company.figures], company.top.figures, strict=True))
    assert figures["open-deals"] == {"": 3}
    assert figures["open-deals-worth"] == {"USD": Decimal(200), "EUR": Decimal(100)}
