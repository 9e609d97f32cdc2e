from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.relationships.rules.ageing import has_expired, sureness

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(("age", "expired"), [(0, False), (365, False), (366, True), (4000, True)])
def test_it_counts_in_full_to_the_last_day(age: int, expired: bool) -> None:
    assert has_expired(TODAY - timedelta(days=age), TODAY, 365) is expired


@pytest.mark.parametrize(("confidence", "counts"), [("0.80", "0.40"), ("0.75", "0.38"), ("1.00", "0.50"), ("0.00", "0.00")])
def test_an_expired_one_counts_half(confidence: str, counts: str) -> None:
    assert sureness(Decimal(confidence), expired=True) == Decimal(counts)
    assert sureness(Decimal(confidence), expired=False) == Decimal(confidence)
