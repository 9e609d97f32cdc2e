from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.foundation.money import Money, Rate


def test_it_adds_one_currency_to_the_cent():
    assert Money(Decimal("0.10"), "USD") + Money(Decimal("0.20"), "USD") == Money(Decimal("0.30"), "USD")


def test_two_currencies_are_not_added():
    with pytest.raises(ValueError, match="EUR and USD cannot be added"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_a_float_is_no_money():
    with pytest.raises(TypeError, match="Decimal"):
        Money(0.1, "USD")  # type: ignore[arg-type]


def test_it_rounds_to_the_smallest_unit_half_to_even():
    assert Money(Decimal("2.125"), "USD").rounded().amount == Decimal("2.12")
    assert Money(Decimal("2.5"), "JPY").rounded().amount == Decimal("2")


def test_a_conversion_names_its_rate():
    rate = Rate(of="EUR", to="USD", factor=Decimal("1.10"), on=date(2026, 1, 2), source="ECB")
    assert rate.convert(Money(Decimal(10), "EUR")) == Money(Decimal("11.00"), "USD")
    with pytest.raises(ValueError, match="cannot convert USD"):
        rate.convert(Money(Decimal(10), "USD"))
