"""Many strategies together, and evidence that counts one side only."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from mutua.methods.sequential import MeanSequence, e_bh


def by_definition(values: list[float], alpha: float) -> list[bool]:
    """Wang & Ramdas 2022, definition 2: reject the k* largest, k* = max{k: k × k-th largest ÷ K ≥ 1 ÷ alpha}."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    fitting = [k for k in range(1, len(values) + 1) if k * values[order[k - 1]] / len(values) >= 1 / alpha]
    rejected = set(order[: max(fitting, default=0)])
    return [place in rejected for place in range(len(values))]


def test_it_is_the_published_procedure():
    draws = random.Random(3)
    for _ in range(2_000):
        values = [draws.choice((0.0, draws.expovariate(0.02), draws.expovariate(1), math.inf)) for _ in range(draws.randrange(1, 12))]
        assert e_bh(values, alpha=0.1) == by_definition(values, 0.1)


def test_one_that_is_sure_enough_alone_may_not_be_among_many():
    assert e_bh([20.0]) == [True]
    assert e_bh([20.0, 1.0]) == [False, False]
    assert e_bh([40.0, 1.0]) == [True, False]
    assert e_bh([20.0, 20.0]) == [True, True]
    assert e_bh([]) == []


def test_of_those_called_unfit_a_twentieth_at_most_are_healthy():
    """300 companies with 30 healthy strategies, at break-even exactly, and 10 that are 0.3 sd below, after 250 outcomes. Seed 11."""
    draws = np.random.default_rng(11)
    wrongly, found = [], 0
    for _ in range(300):
        means = [0.0] * 30 + [-0.3] * 10
        evidence = []
        for mean in means:
            sequence = MeanSequence(tuned_for=250)
            sequence.update(draws.normal(mean, 1, 250))
            evidence.append(sequence.evidence_that_below(0.0))
        called = e_bh(evidence)
        wrongly.append(sum(called[:30]) / max(1, sum(called)))
        found += sum(called[30:])
    assert np.mean(wrongly) <= 0.05
    assert found / 3000 >= 0.5


@pytest.mark.parametrize("bounds", [None, (-6, 6)])
@pytest.mark.parametrize("above", [0.0, 0.3])
def test_evidence_of_one_side_is_seldom_large_where_the_mean_is_on_the_other(bounds, above):
    """400 runs with a look after each of 120 outcomes; the mean at break-even, and above. Seed 5."""
    draws, ever = np.random.default_rng(5), 0
    for _ in range(400):
        sequence = MeanSequence(bounds=bounds)
        values = np.clip(draws.normal(above, 1, 120), -6, 6)
        ever += any(sequence.update(value) and sequence.evidence_that_below(0.0) >= 20 for value in values)
    assert ever / 400 <= 0.05


@pytest.mark.parametrize("bounds", [None, (0, 1)])
def test_evidence_of_one_side_finds_what_lies_there_and_mirrors_the_other(bounds):
    draws = random.Random(9)
    values = [float(draws.random() < 0.3) for _ in range(200)]
    low, high = MeanSequence(bounds=bounds), MeanSequence(bounds=bounds)
    low.update(values)
    high.update([1 - value for value in values])
    assert low.evidence_that_below(0.6) > 1e6
    assert low.evidence_that_above(0.6) < 1
    for value in (0.2, 0.31, 0.6):
        assert low.evidence_that_below(value) == pytest.approx(high.evidence_that_above(1 - value))
    if bounds:
        both = (low.evidence_that_below(0.4) + low.evidence_that_above(0.4)) / 2
        assert both == pytest.approx(MeanSequence.from_state({**low.state(), "against": 0.4}).interval.e_value)
        assert (low.evidence_that_below(1.5), low.evidence_that_below(-0.5)) == (math.inf, 0.0)
    assert MeanSequence(bounds=bounds).evidence_that_below(0.5) == pytest.approx(1)


@pytest.mark.parametrize(("values", "alpha"), [([-1.0], 0.05), ([math.nan], 0.05), ([1.0], 0.0), ([1.0], 1.5)])
def test_what_is_no_e_value_is_refused(values, alpha):
    with pytest.raises(ValueError, match=r"An e-value is at least 0|must lie strictly between"):
        e_bh(values, alpha=alpha)
