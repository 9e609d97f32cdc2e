"""False alarms an owner and year: half of what is allowed for falls, half for what is bad from the start."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.tolerance import ToleranceMonitor, bad_for, run_length, standing, start_alpha


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


@pytest.mark.parametrize("allowed", ["0.1", "0.5", "1", "2", "12"])
@pytest.mark.parametrize("trials", [0, 900, 60_000])
def test_both_halves_together_stay_within_what_the_company_allows(allowed: str, trials: int) -> None:
    budget = Decimal(allowed)
    falls = Fraction(trials, run_length(trials, budget))
    starts = sum(start_alpha(place, budget) for place in range(1, 50_000))
    assert falls + Fraction(starts) <= Fraction(budget)


def test_fewer_allowed_means_longer_between_two() -> None:
    assert run_length(60_000) == 120_000
    assert run_length(60_000, Decimal("0.5")) == 240_000
    assert run_length(60_000, Decimal(4)) == 30_000


def test_a_watch_is_only_ever_lengthened() -> None:
    watching = monitor()
    watching.lengthen(50_000)
    watching.lengthen(30_000)
    assert ToleranceMonitor.from_state(watching.state()).shift.run_length == 50_000


@pytest.mark.parametrize(("value", "expected"), [(4, "ok"), (5, "ok"), (8, "watch"), (10, "watch"), (11, "breach")])
def test_where_lower_is_better_the_sides_are_turned(value: int, expected: str) -> None:
    assert standing(Fraction(value), Decimal(5), Decimal(10), Better.LOWER) == expected


def test_an_owner_with_many_measures_at_their_tolerance_gets_no_more_false_alarms_than_allowed() -> None:
    """Ten measures with 3,000 cases a year each, every one of them just at its tolerance, watched for 40 years of owners: at most one a year each.

    By simulation, seed 11. Each alarm is taken on at once, so that the watch is armed again and may ring again.
    """
    dice, owners, measures, trials = random.Random(11), 40, 10, 3_000
    length, rung = run_length(measures * trials), 0
    for _owner in range(owners):
        for place in range(1, measures + 1):
            watching = ToleranceMonitor.fresh(at_least=Decimal("0.95"), run_length=length, start_alpha=start_alpha(place))
            for position in range(1, trials + 1):
                watching.update(dice.random() < 0.95, position)
                if watching.alarmed:
                    rung += 1
                    watching.rearm()
    assert rung / owners <= 1


@pytest.mark.parametrize(
    ("told", "bad"),
    [
        ([True] * 91 + [False] * 9, 9),  # the fall itself, not nine of a hundred
        ([False] * 9, 9),
        ([True] * 60 + [False, True, False, False] * 5, 20),
        ([True, False] * 50, 100),  # as bad all the time: no moment stands out
        ([True] * 90 + [False] + [True] * 8 + [False], 10),  # −5.0 at 8 of 10 after 90 of 90, −5.6 at 0 of 1 after 98 of 99
    ],
)
def test_what_is_told_of_an_alarm_begins_where_it_became_bad(told: list[bool], bad: int) -> None:
    assert bad_for(told[::-1], Decimal("0.9")) == bad


@pytest.mark.parametrize("seed", range(50))
def test_what_is_told_of_an_alarm_is_never_within_the_tolerance(seed: int) -> None:
    dice = random.Random(seed)
    fall = dice.randint(0, 99)
    told = [dice.random() < (0.97 if place < fall else dice.choice([0.2, 0.6, 0.85])) for place in range(99)] + [False]
    told = told[-dice.randint(1, 100) :]
    counted = bad_for(told[::-1], Decimal("0.9"))
    assert sum(told[-counted:]) / counted < 0.9
