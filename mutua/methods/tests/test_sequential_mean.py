"""The mean of observations without bounds: exact for normal data, nearly so for others, and strong enough to decide."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from mutua.methods.sequential import MeanSequence, normal_mixture, verdict
from mutua.methods.tests import sequential_runs as runs


def test_it_is_ever_wrong_in_at_most_5_percent_of_a_thousand_looks_at_normal_data():
    assert 0.015 < runs.ever_outside(runs.normal, 0.0, seed=101) <= 0.05


def test_it_keeps_a_shared_out_alpha():
    assert 0.002 < runs.ever_outside(runs.normal, 0.0, seed=102, alpha=0.0125) <= 0.0125


def test_it_is_exact_for_normal_data_even_from_the_second_observation_on():
    assert 0.015 < runs.ever_outside(runs.normal, 0.0, seed=103, burn_in=2) <= 0.05


def test_it_is_wrong_in_at_most_6_percent_of_exponential_runs_after_a_burn_in_of_100():
    assert runs.ever_outside(runs.exponential, 1.0, seed=104, burn_in=100) <= 0.06


@pytest.mark.parametrize(
    "draw, truth, burn_in, documented",
    [
        (runs.normal, 0.0, 30, 0.029),
        (lambda random, n: random.random(n), 0.5, 30, 0.031),
        (lambda random, n: random.standard_t(3, n), 0.0, 30, 0.024),
        (runs.exponential, 1.0, 30, 0.057),
        (lambda random, n: np.exp(random.standard_normal(n)), math.exp(0.5), 30, 0.12),
        (runs.exponential, 1.0, 100, 0.039),
        (lambda random, n: np.exp(random.standard_normal(n)), math.exp(0.5), 100, 0.08),
    ],
)
def test_it_documents_how_often_it_is_wrong(draw, truth, burn_in, documented):
    wrong = runs.ever_outside(draw, truth, seed=105, burn_in=burn_in)

    assert wrong == pytest.approx(documented, abs=4 * math.sqrt(documented / 10_000))


@pytest.mark.parametrize("looks, published", [(50, 0.320), (1_000, 0.530)])
def test_a_naive_test_is_wrong_in_a_third_to_a_half_of_healthy_runs(looks, published):
    """Armitage, McPherson & Rowe 1969: normal observations, known variance, a 5 % test after each."""
    sums = np.cumsum(np.random.default_rng(106).standard_normal((10_000, looks)), axis=1)
    naive = (np.abs(sums) > 1.959964 * np.sqrt(np.arange(1, looks + 1))).any(axis=1).mean()

    assert naive == pytest.approx(published, abs=0.02)


def test_its_half_width_at_250_is_at_most_a_fifth_of_the_standard_deviation():
    widths = [width for n, _, width in runs.normal_mixture_looks(runs.normal, seed=107, runs=2_000, looks=250) if n == 250]

    assert 0.18 < np.mean(widths) <= 0.21


def test_it_abandons_a_strategy_far_under_break_even_within_a_year_of_weeks():
    abandoned = sum(_weekly_decisions(mean=-0.6, seed=seed) for seed in range(500))

    assert abandoned >= 0.60 * 500


def test_it_hardly_ever_abandons_a_strategy_at_break_even_in_a_year_of_weeks():
    abandoned = sum(_weekly_decisions(mean=0.0, seed=seed) for seed in range(1_000))

    assert abandoned <= 0.025 * 1_000


def _weekly_decisions(*, mean: float, seed: int) -> bool:
    sequence = MeanSequence()
    weeks = np.random.default_rng([108, seed]).normal(mean, 1.0, 52)
    return any(verdict(sequence.update(week), plan=1.0, tolerance=0.5, break_even=0.0).decision == "abandon" for week in weeks)


def test_the_simulated_runs_are_runs_of_the_class():
    looks = list(runs.normal_mixture_looks(runs.normal, seed=109, runs=3, looks=60))
    random = np.random.default_rng(109)
    table = np.array([runs.normal(random, 3) for _ in range(60)])
    for run in range(3):
        sequence = MeanSequence()
        intervals = [sequence.update(value) for value in table[:, run]]

        assert [(i.estimate, i.upper) for i in intervals[29:]] == [(mean[run], mean[run] + width[run]) for _, mean, width in looks]


def test_its_e_value_is_the_mixture_of_t_likelihoods_over_normal_effects():
    from scipy import integrate, stats

    values = np.random.default_rng(110).normal(0.4, 2.0, 12)
    sequence = MeanSequence(burn_in=2, against=-0.5)
    prior = normal_mixture.prior_observations(0.05, 250)
    t = (values.mean() + 0.5) / (values.std(ddof=1) / math.sqrt(12))
    mixture, _ = integrate.quad(
        lambda effect: stats.nct.pdf(t, 11, effect * math.sqrt(12)) * stats.norm.pdf(effect, 0, prior**-0.5), -1.5, 1.5, epsabs=1e-10
    )

    assert sequence.update(values).e_value == pytest.approx(mixture / stats.t.pdf(t, 11), rel=1e-6)


def test_its_interval_ends_where_the_e_value_reaches_one_over_alpha():
    values = np.random.default_rng(111).normal(3.0, 2.0, 80)
    interval = MeanSequence(alpha=0.01).update(values)
    for end in (interval.lower, interval.upper):
        assert MeanSequence(alpha=0.01, against=end).update(values).e_value == pytest.approx(100.0, rel=1e-9)


def test_it_is_narrowest_for_the_number_of_observations_that_it_is_tuned_for():
    best = normal_mixture.prior_observations(0.05, 5_000)
    width, narrower, wider = (normal_mixture.reach(5_000, 0.05, prior) for prior in (best, best * 0.8, best * 1.25))

    assert width < min(narrower, wider)


def test_before_the_burn_in_it_is_infinite_and_says_how_long_to_wait():
    interval = MeanSequence(burn_in=30).update(np.arange(29.0))

    assert (interval.lower, interval.estimate, interval.upper) == (-math.inf, 14.0, math.inf)
    assert (interval.n, interval.wait, interval.e_value) == (29, 1, 1.0)


def test_the_last_observation_of_the_burn_in_makes_it_finite():
    interval = MeanSequence(burn_in=30).update(np.arange(30.0))

    assert math.isfinite(interval.lower)
    assert math.isfinite(interval.upper)


def test_observations_that_are_all_equal_leave_it_infinite():
    assert MeanSequence().update([7.1] * 500).upper == math.inf


def test_it_knows_nothing_before_the_first_observation():
    interval = MeanSequence().update([])

    assert math.isnan(interval.estimate)
    assert (interval.lower, interval.n) == (-math.inf, 0)


def test_its_width_shrinks_with_the_observations():
    wave = np.tile([-1.0, 1.0], 500)
    uppers = [MeanSequence().update(wave[:n]).upper for n in (30, 100, 300, 1_000)]

    assert all(later < earlier for earlier, later in pairwise(uppers))
