from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mutua.foundation.days import as_of
from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Scale, path, percent, steps, ticks

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("amount", "currency", "short", "wanted"),
    [
        (Decimal("30912400"), "USD", False, "$30,912,400"),
        (Decimal("30912400"), "USD", True, "$30.9m"),
        (Decimal("999960"), "USD", True, "$1.0m"),
        (Decimal("-1234.5"), "EUR", False, "\u2212€1,234.50"),
        (Decimal("12"), "ZMW", False, f"12{NARROW}ZMW"),
        (None, "USD", False, ""),
    ],
)
def test_money_is_written_as_the_reader_expects(amount, currency: str, short: bool, wanted: str) -> None:
    assert formats.money(amount, currency, short=short) == wanted


def test_a_share_is_written_in_percent() -> None:
    assert formats.share(Decimal("43") / 66) == f"65.2{NARROW}%"


def test_a_number_that_rounds_to_nothing_has_no_sign() -> None:
    assert formats.number(-0.04, 1) == "0.0"


def test_days_are_short_and_say_another_year() -> None:
    with as_of(date(2026, 9, 15)):
        assert formats.day(date(2026, 8, 18)) == "18 Aug"
        assert formats.day(date(2025, 8, 18)) == "18 Aug 2025"
        assert [formats.ago(date(2026, 9, 15) - timedelta(days=n)) for n in (0, 2, -1)] == ["today", "2 d", "tomorrow"]
        assert formats.ago(datetime(2026, 9, 15, 7, 0, tzinfo=UTC)) == "5 h"


def test_a_bar_never_leaves_its_track() -> None:
    assert [percent(value, 100) for value in (-5, 50, 500)] == [0.0, 50.0, 100.0]
    assert percent(1, 0) == 0.0


def test_ticks_are_round_and_inside() -> None:
    assert ticks(-4.2, 8.1, 6) == [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]
    assert ticks(5, 5) == [5]


def test_lines_have_gaps_where_values_are_missing() -> None:
    assert path([(0, 0), (1, 1), None, (2, 2.50)]) == "M0 0L1 1M2 2.5"
    assert steps([(0, 1), (2, 3)]) == "M0 1L2 1L2 3"
    assert Scale(0, 10, 40, 640)(5) == 340
