from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from mutua.relationships.rules.on_time import PENDING, Delivery, Outcome, Result, Window, outcome

PROMISED = date(2026, 3, 10)
LATER = date(2026, 12, 31)
EXACT = Window(early_days=0, late_days=0)
WIDE = Window(early_days=7, late_days=2)


def delivered(days: int | None, quantity: str = "100") -> Delivery:
    on = None if days is None else PROMISED + timedelta(days=days)
    return Delivery(PROMISED, on, D(100), D(quantity))


@pytest.mark.parametrize(
    ("days", "window", "result", "known_after"),
    [
        (0, EXACT, Result.SUCCESS, 0),
        (-1, EXACT, Result.FAILURE, -1),  # early can be as wrong as late, and is known on arrival
        (1, EXACT, Result.FAILURE, 1),
        (-7, WIDE, Result.SUCCESS, -7),
        (-8, WIDE, Result.FAILURE, -8),
        (2, WIDE, Result.SUCCESS, 2),
        (9, WIDE, Result.FAILURE, 3),  # known when the window had closed, not when it came at last
        (None, WIDE, Result.FAILURE, 3),
        (-400, Window(), Result.SUCCESS, -400),
    ],
)
def test_the_window_decides_what_and_when(days: int | None, window: Window, result: Result, known_after: int) -> None:
    assert outcome(delivered(days), window, LATER) == Outcome(result, PROMISED + timedelta(days=known_after))


def test_it_is_pending_until_the_day_on_which_it_is_known() -> None:
    late = delivered(9)
    assert outcome(late, WIDE, PROMISED + timedelta(days=2)) == PENDING
    assert outcome(late, WIDE, PROMISED + timedelta(days=3)).result == Result.FAILURE


def test_a_delivery_of_tomorrow_is_not_known_today() -> None:
    assert outcome(delivered(0), EXACT, PROMISED - timedelta(days=1)) == PENDING


def test_in_full_is_the_share_that_the_customer_asks_for() -> None:
    short = delivered(0, quantity="97")
    assert outcome(short, EXACT, LATER).result == Result.FAILURE
    assert outcome(short, Window(0, 0, D("0.97")), LATER).result == Result.SUCCESS
