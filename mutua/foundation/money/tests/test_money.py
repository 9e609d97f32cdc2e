from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.foundation.money import Money, Rate
from mutua.foundation.money.rates import Rates


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


def test_a_day_has_the_newest_rate_known_on_it_and_says_which():
    said = [Rate("EUR", "USD", Decimal(factor), on, "ECB") for factor, on in (("1.10", date(2026, 1, 1)), ("1.20", date(2026, 2, 1)))]
    january, february = Rates.of(said, date(2026, 1, 31)), Rates.of(reversed(said), date(2026, 2, 1))
    assert january.convert(Money(Decimal(100), "EUR"), "USD") == Money(Decimal("110.00"), "USD")
    assert february.convert(Money(Decimal(100), "EUR"), "USD") == Money(Decimal("120.00"), "USD")
    assert [rate.on for rate in february.used.values()] == [date(2026, 2, 1)]


def test_a_rate_that_was_said_the_other_way_round_is_turned_and_none_is_no_sum():
    rates = Rates.of([Rate("USD", "JPY", Decimal(150), date(2026, 1, 1), "BoJ")], date(2026, 3, 1))
    assert rates.convert(Money(Decimal(301), "JPY"), "USD") == Money(Decimal("2.01"), "USD")
    assert rates.convert(Money(Decimal("1.05"), "USD"), "JPY") == Money(Decimal(158), "JPY")
    assert rates.convert(Money(Decimal(1), "EUR"), "USD") is None
    assert rates.missing == {("EUR", "USD")}
    assert Rates.of([Rate("USD", "JPY", Decimal(150), date(2026, 1, 2), "BoJ")], date(2026, 1, 1)).between("USD", "JPY") is None
