"""Continue, amend, abandon, or keep collecting."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mutua.methods.sequential import Interval, MeanSequence, Verdict, verdict

# A plan of +4.0k a month per account, break-even at +1.0k.
PLAN = {"plan": 4.0, "tolerance": 1.0, "break_even": 1.0}
MIRRORED = {"plan": -4.0, "tolerance": 1.0, "break_even": -1.0, "better": "lower"}


def interval(lower, upper, n=40):
    return Interval(lower, (lower + upper) / 2, upper, n)


@pytest.mark.parametrize(
    "lower, upper, decision",
    [
        (1.2, 2.9, "amend"),
        (-0.9, 0.8, "abandon"),
        (0.5, 4.6, "keep collecting"),
        (3.2, 4.8, "continue"),
        (3.0, 9.0, "continue"),
        (0.0, 1.0, "amend"),
        (1.0, 3.0, "keep collecting"),
        (-math.inf, math.inf, "keep collecting"),
    ],
)
def test_it_decides_and_its_mirror_image_decides_the_same(lower, upper, decision):
    found = verdict(interval(lower, upper), **PLAN)

    assert found.decision == decision
    assert found == verdict(interval(-upper, -lower), **MIRRORED)
    assert decision == "keep collecting" or found.more is None


def test_it_says_how_many_more_will_decide():
    # Half-width 2.05 must shrink to the .45 between the estimate 2.55 and plan − tolerance: (2.05 / .45)² = 20.75 times the 40.
    assert verdict(interval(0.5, 4.6), **PLAN) == Verdict("keep collecting", math.ceil(40 * ((2.05 / 0.45) ** 2 - 1)))


@pytest.mark.parametrize("lower, estimate, upper, times", [(2.0, 3.5, 3.6, 3), (2.0, 2.5, 4.5, 4)])
def test_only_the_end_that_faces_the_line_has_to_pass_it(lower, estimate, upper, times):
    assert verdict(Interval(lower, estimate, upper, 40), **PLAN).more == 40 * (times**2 - 1)


@pytest.mark.parametrize("mean", [3.5, 2.4, 2.7])
def test_about_so_many_more_do_decide(mean):
    values = mean + 2.0 * np.tile([-1.0, 1.0], 5_000)
    sequence = MeanSequence()
    promised = verdict(sequence.update(values[:60]), **PLAN)
    needed = next(n for n in range(2, 10_000, 2) if verdict(sequence.update(values[58 + n : 60 + n]), **PLAN).decision != "keep collecting")

    assert promised.decision == "keep collecting"
    assert needed / 2 <= promised.more <= needed * 2


def test_an_estimate_on_the_line_asks_for_at_most_a_hundred_times_what_there_is():
    assert verdict(interval(2.0, 4.0, n=40), **PLAN).more == 4_000


def test_before_the_burn_in_it_asks_for_what_is_missing_of_it():
    assert verdict(MeanSequence(burn_in=30).update(np.arange(12.0)), **PLAN) == Verdict("keep collecting", 18)


def test_an_infinite_interval_that_does_not_know_until_when_promises_nothing():
    assert verdict(MeanSequence().update([3.0] * 50), **PLAN) == Verdict("keep collecting", None)


def test_break_even_may_lie_exactly_on_plan_minus_tolerance():
    # In floats .3 − .1 is a little less than .2.
    assert verdict(interval(0.1, 0.19), plan=0.3, tolerance=0.1, break_even=0.2).decision == "abandon"


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"break_even": 3.1}, "better than plan and tolerance allow"),
        ({"tolerance": -0.1}, "negative"),
        ({"plan": float("nan")}, "plan is nan"),
        ({"break_even": float("inf")}, "break_even is inf"),
        ({"better": "more"}, "higher"),
        ({"plan": -4.0, "break_even": -3.1, "better": "lower"}, "better than plan and tolerance allow"),
    ],
)
def test_what_cannot_be_judged_is_refused(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        verdict(interval(0.0, 1.0), **{**PLAN, **changed})


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0), (3.0, 2.0, 1.0), (math.nan, 1.0, 2.0)])
def test_an_interval_that_is_not_in_order_is_refused(ends):
    with pytest.raises(ValueError, match="not in order"):
        Interval(*ends)
