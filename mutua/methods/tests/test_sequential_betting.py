"""The mean of bounded observations: exact whatever their shape."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from mutua.methods.sequential import MeanSequence, betting
from mutua.methods.tests import sequential_runs as runs

SHAPES = {
    "nearly always 1": (lambda random, n: (random.random(n) < 0.99) * 1.0, 0.99),
    "a fair coin": (lambda random, n: (random.random(n) < 0.5) * 1.0, 0.5),
    "5 % not zero": (lambda random, n: (random.random(n) < 0.05) * random.random(n), 0.025),
    "uniform": (lambda random, n: random.random(n), 0.5),
    "exponential, clipped": (lambda random, n: np.minimum(random.exponential(0.2, n), 1.0), 0.2 * (1.0 - math.exp(-5.0))),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_ever_wrong_in_at_most_5_percent_of_a_thousand_looks(shape):
    draw, truth = SHAPES[shape]
    outside = np.zeros(2_000, dtype=bool)
    for capital in runs.capital_looks(draw, truth, seed=201, runs=2_000, looks=1_000):
        outside |= capital >= 20.0

    assert 0.005 < outside.mean() <= 0.05


@pytest.mark.parametrize("shape", SHAPES)
def test_the_simulated_runs_are_runs_of_the_class(shape):
    draw, truth = SHAPES[shape]
    capitals = np.array(list(runs.capital_looks(draw, truth, seed=202, runs=2, looks=100)))
    random = np.random.default_rng(202)
    table = np.array([draw(random, 2) for _ in range(100)])
    for run in range(2):
        sequence = MeanSequence(bounds=(0, 1), against=truth)

        assert [sequence.update(value).e_value for value in table[:, run]] == pytest.approx(capitals[:, run], rel=1e-9)


def test_its_e_value_is_the_mixture_of_fair_bets_of_the_definition():
    values, mean = [0.2, 0.9, 0.0, 1.0, 0.55], 0.4
    weights = np.exp(betting.log_weights())
    bets = np.array(betting.bets(0.05, 250))
    up, down = bets / (1 + bets * mean), bets / (1 + bets * (1 - mean))
    capital = weights @ np.prod([1 + up * (x - mean) for x in values], axis=0) + weights @ np.prod(
        [1 - down * (x - mean) for x in values], axis=0
    )

    assert MeanSequence(bounds=(0, 1), against=mean).update(values).e_value == pytest.approx(capital, rel=1e-12)


@pytest.mark.parametrize("mean", [0.02, 0.5, 0.97])
def test_its_bets_are_fair_over_all_outcomes(mean):
    """The expectation of the e-value under the hypothesis that it bets against is 1, counted over every sequence of 8 outcomes."""
    expected = 0.0
    for outcomes in product((0, 1), repeat=8):
        chance = math.prod(mean if outcome else 1 - mean for outcome in outcomes)
        expected += chance * MeanSequence(bounds=(0, 1), against=mean).update(outcomes).e_value

    assert expected == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_its_interval_ends_where_the_e_value_reaches_one_over_alpha(shape):
    values = SHAPES[shape][0](np.random.default_rng(203), 1_000)
    interval = MeanSequence(bounds=(0, 1)).update(values)
    for end in (interval.lower, interval.upper):
        assert 0.0 < end < 1.0
        assert MeanSequence(bounds=(0, 1), against=end).update(values).e_value == pytest.approx(20.0, rel=1e-6)
        assert MeanSequence(bounds=(0, 1), against=(end + interval.estimate) / 2).update(values).e_value < 20.0


@pytest.mark.parametrize("shape, at_most", [("a fair coin", 0.21), ("uniform", 0.21), ("exponential, clipped", 0.25)])
def test_it_is_about_as_narrow_at_250_as_the_sequence_without_bounds(shape, at_most):
    random = np.random.default_rng(204)
    tables = [SHAPES[shape][0](random, 250) for _ in range(20)]
    intervals = [MeanSequence(bounds=(0, 1)).update(table) for table in tables]

    assert np.mean([i.upper - i.lower for i in intervals]) / 2 / np.mean([table.std() for table in tables]) <= at_most


@pytest.mark.parametrize("value, lower, upper", [(10.0, 10.0, 11.0), (20.0, 19.0, 20.0)])
def test_it_stays_within_the_bounds_and_holds_the_estimate_at_their_edge(value, lower, upper):
    interval = MeanSequence(bounds=(10, 20)).update([value] * 200)

    assert lower <= interval.lower <= interval.estimate == value <= interval.upper <= upper
    assert interval.upper - interval.lower > 0.01


def test_it_holds_from_the_first_observation_on():
    assert MeanSequence(bounds=(0, 1)).update([]).upper == 1.0

    first = MeanSequence(bounds=(0, 1)).update([1])
    assert (first.n, first.wait, first.upper) == (1, 0, 1.0)


def test_another_scale_gives_the_same_interval_on_that_scale():
    values = np.random.default_rng(205).integers(0, 65, 150) / 64
    unit = MeanSequence(bounds=(0, 1)).update(values)
    wide = MeanSequence(bounds=(-128, 128)).update(values * 256 - 128)

    assert (wide.lower, wide.estimate, wide.upper) == pytest.approx(
        [end * 256 - 128 for end in (unit.lower, unit.estimate, unit.upper)], rel=1e-12
    )


def test_a_mean_outside_of_the_bounds_cannot_be():
    assert MeanSequence(bounds=(1, 2), against=0.5).update([1.5]).e_value == math.inf
