"""Texts of this world become values, or say why not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from mutua.foundation.imports.values import BadText, read_date, read_moment, read_number, read_value


@pytest.mark.parametrize(
    "text, number",
    [
        ("780.34", "780.34"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234", "1234"),
        ("3,5", "3.5"),
        ("$ 1 234 567", "1234567"),
        ("(12)", "-12"),
        ("1.234.567", "1234567"),
        ("−4", "-4"),
    ],
)
def test_numbers_are_read_as_they_were_meant(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["Weight Captured Separately", "", "1e999999999", "NaN", "12 kg"])
def test_words_are_no_numbers(text: str) -> None:
    with pytest.raises(BadText):
        read_number(text)


@pytest.mark.parametrize(
    "text, order, day",
    [
        ("02-Jun-06", "auto", date(2006, 6, 2)),
        ("2-June-2006", "auto", date(2006, 6, 2)),
        ("Jun 2, 2006", "auto", date(2006, 6, 2)),
        ("2006-06-02", "auto", date(2006, 6, 2)),
        ("20060602", "auto", date(2006, 6, 2)),
        ("2.6.06", "auto", date(2006, 6, 2)),
        ("8/27/14", "auto", date(2014, 8, 27)),
        ("27/8/14", "auto", date(2014, 8, 27)),
        ("3/4/14", "mdy", date(2014, 3, 4)),
        ("3/4/14", "dmy", date(2014, 4, 3)),
        ("2014-03-04T23:59:00Z", "auto", date(2014, 3, 4)),
        ("14-Mar-71", "auto", date(1971, 3, 14)),
    ],
)
def test_days_are_read_in_every_common_form(text: str, order: Any, day: date) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize("text", ["3/4/14", "31-Feb-10", "Date Not Captured", "13/13/14"])
def test_a_day_that_is_none_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(BadText):
        read_date(text)


def test_a_moment_is_aware_and_in_utc() -> None:
    assert read_moment("2026-03-04 11:20 pm +02:00") == datetime(2026, 3, 4, 21, 20, tzinfo=UTC)


def test_lists_are_cut_at_the_mark_that_is_there() -> None:
    assert read_value("customer; supplier", "list") == ["customer", "supplier"]
    assert read_value("customer, supplier", "list") == ["customer", "supplier"]
    assert read_value("Smith, Ltd; Jones", "list") == ["Smith, Ltd", "Jones"]
