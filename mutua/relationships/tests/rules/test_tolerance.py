"""One false alarm an owner and year: half for falls, half for what is bad from the start."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from mutua.relationships.rules.tolerance import ToleranceMonitor, run_length, standing, start_alpha


@pytest.mark.parametrize(
    ("share", "expected"), [(None, "none"), (Fraction(95, 100), "ok"), (Fraction(90, 100), "watch"), (Fraction(899, 1000), "breach")]
)
def test_target_and_tolerance_belong_to_the_better_side(share: Fraction | None, expected: str) -> None:
    assert standing(share, Decimal("0.95"), Decimal("0.9")) == expected


def test_all_starts_of_an_owner_together_ring_for_nothing_at_most_every_second_time() -> None:
    assert sum(start_alpha(place) for place in range(1, 100_000)) <= 0.5
    assert start_alpha(1) == start_alpha(5) == 0.05


@pytest.mark.parametrize("trials", [0, 10_000, 50_000])
def test_falls_ring_for_nothing_at_most_every_second_year(trials: int) -> None:
    assert Fraction(trials, run_length(trials)) <= Fraction(1, 2)


def monitor() -> ToleranceMonitor:
    return ToleranceMonitor.fresh(at_least=Decimal("0.98"), run_length=20_000, start_alpha=0.05)


def test_what_is_bad_from_the_start_rings_before_a_fall_is_certain() -> None:
    watching = monitor()
    for position in (1, 2):
        watching.update(False, position)
    assert watching.alarmed
    assert not watching.shift.alarmed


def test_once_heard_only_a_fall_rings_and_the_state_knows_it() -> None:
    watching = monitor()
    for position in (1, 2, 3):
        watching.update(False, position)
    watching.rearm()
    again = ToleranceMonitor.from_state(watching.state())
    assert (again.alarmed, again.n, again.start) == (False, 0, None)
    again.update(False, 3)
    assert again.n == 0
    again.update(False, 4)
    assert again.n == 1
    assert not again.alarmed
