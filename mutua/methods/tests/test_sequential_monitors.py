"""Rates that are too low, and rates that have fallen: found fast, rarely cried out over nothing."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from mutua.methods.sequential import RateMonitor, ShiftMonitor
from mutua.methods.tests import sequential_runs as runs

FRESH = {"at_least": 0.98, "alpha": 0.05, "seed": 301}
LATELY = {"at_least": 0.98, "run_length": 20_000, "seed": 302}


@pytest.mark.parametrize("rate, about", [(0.75, 7), (0.90, 39)])
def test_a_fresh_rate_monitor_rings_early(rate, about):
    assert np.median(runs.rate_alarms(rate, runs=10_000, looks=500, **FRESH)) == pytest.approx(about, rel=0.1)


def test_a_rate_monitor_hardly_ever_rings_at_a_better_rate():
    assert np.isfinite(runs.rate_alarms(0.99, runs=10_000, looks=2_000, **FRESH)).mean() <= 0.005


def test_a_rate_monitor_keeps_its_alpha_at_exactly_the_rate_that_must_be():
    assert 0.01 < np.isfinite(runs.rate_alarms(0.98, runs=5_000, looks=4_000, **FRESH)).mean() <= 0.05


@pytest.mark.parametrize("rate, at_most", [(0.75, 20), (0.90, 90)])
def test_a_shift_monitor_finds_a_fall_after_250_healthy_trials(rate, at_most):
    first = runs.shift_alarms(lambda trial: 0.99 if trial < 250 else rate, runs=4_000, looks=900, **LATELY)

    assert np.median(first[first > 250]) - 250 <= at_most


def test_a_shift_monitor_hardly_ever_rings_at_a_better_rate():
    assert np.isfinite(runs.shift_alarms(lambda trial: 0.99, runs=5_000, looks=2_000, **LATELY)).mean() <= 0.005


@pytest.mark.parametrize("at_least, run_length, looks", [(0.98, 20_000, 12_000), (0.5, 1_000, 5_000), (0.999, 5_000, 12_000)])
def test_false_alarms_of_a_shift_monitor_are_a_run_length_apart_and_not_much_more(at_least, run_length, looks):
    alarms = 0
    for scores, score in runs.shift_scores(lambda trial: at_least, at_least=at_least, runs=2_000, looks=looks, seed=303):
        rings = score >= run_length
        if rings.any():
            alarms += rings.sum()
            for alternative in scores:
                alternative[rings] = 0.0

    assert run_length <= 2_000 * looks / alarms <= 2.1 * run_length


@pytest.mark.parametrize("rate, expected", [(0.9, 1.0), (0.95, None)])
def test_the_evidence_of_a_rate_monitor_is_fair_over_all_outcomes(rate, expected):
    """Counted over every sequence of 8 outcomes: 1 on average at the rate that must be, less above it."""
    mean = sum(
        _chance(outcomes, rate) * RateMonitor(at_least=0.9).update(sum(outcomes), 8).e_value for outcomes in product((0, 1), repeat=8)
    )

    assert mean == pytest.approx(1.0, rel=1e-12) if expected else mean < 0.9


def test_the_score_of_a_shift_monitor_grows_by_one_a_trial_over_all_outcomes():
    mean = sum(
        _chance(outcomes, 0.9) * ShiftMonitor(at_least=0.9).update(outcomes, [1] * 8).e_value for outcomes in product((0, 1), repeat=8)
    )

    assert mean == pytest.approx(8.0, rel=1e-12)


def test_the_score_of_a_shift_monitor_sums_the_likelihood_ratios_of_all_starts():
    outcomes = [1, 1, 0, 1, 0, 0, 1]
    total = 0.0
    for times in (2, 4, 8, 16, 32):
        worse = 0.95 / (0.95 + 0.05 * times)
        ratios = [worse / 0.95 if outcome else (1 - worse) / 0.05 for outcome in outcomes]
        total += sum(math.prod(ratios[start:]) for start in range(7)) / 5

    assert ShiftMonitor(at_least=0.95).update(outcomes, [1] * 7).e_value == pytest.approx(total, rel=1e-12)


def _chance(outcomes: tuple[int, ...], rate: float) -> float:
    return math.prod(rate if outcome else 1 - rate for outcome in outcomes)


def test_the_simulated_runs_are_runs_of_the_classes():
    won = np.random.default_rng(304).random((60, 3)) < 0.85
    scores = [score.copy() for _, score in runs.shift_scores(lambda trial: 0.85, at_least=0.98, runs=3, looks=60, seed=304)]
    for run in range(3):
        rate, shift = RateMonitor(at_least=0.98), ShiftMonitor(at_least=0.98)
        rings = [rate.update(int(outcome), 1).alarmed for outcome in won[:, run]]
        failures = np.cumsum(~won[:, run])

        assert [shift.update(int(outcome), 1).e_value for outcome in won[:, run]] == [score[run] for score in scores]
        assert rings == list(np.maximum.accumulate(failures >= runs.least_failures(0.98, 0.05, 60)))


def test_a_rate_alarm_stays_on():
    monitor = RateMonitor(at_least=0.98)
    assert monitor.update(0, 3).alarmed

    later = monitor.update([1] * 2_000, [1] * 2_000)
    assert later.e_value < 1.0
    assert later.alarmed


def test_a_shift_alarm_stays_on_until_it_is_rearmed():
    monitor = ShiftMonitor(at_least=0.98)
    assert monitor.update([0] * 5, [1] * 5, upto=5).alarmed
    assert monitor.update([1] * 2_000, [1] * 2_000, upto=2_005).alarmed

    monitor.rearm()
    assert monitor.evidence == type(monitor.evidence)(0.0, False, 0)
    assert monitor.update(0, 1, upto=2_005).n == 0
    assert monitor.update([0] * 5, [1] * 5, upto=2_010).alarmed


def test_a_group_of_unknown_order_raises_no_more_suspicion_than_any_order():
    group = ShiftMonitor(at_least=0.98).update(6, 8).e_value
    orders = [order for order in product((0, 1), repeat=8) if sum(order) == 6]

    assert group == min(ShiftMonitor(at_least=0.98).update(order, [1] * 8).e_value for order in orders)


@pytest.mark.parametrize("monitor", [RateMonitor, ShiftMonitor])
def test_an_endless_failure_stays_within_the_range_of_a_float(monitor):
    evidence = monitor(at_least=0.98).update([0] * 5_000 + [1], [1] * 5_001)

    assert evidence.alarmed
    assert evidence.e_value > 1e90


def test_a_shift_score_comes_down_again_after_an_endless_failure():
    monitor = ShiftMonitor(at_least=0.98)
    monitor.update([0] * 5_000, [1] * 5_000)

    assert monitor.update(20_000, 20_000).e_value < 1_000


def test_a_shift_alarm_rings_when_the_score_reaches_the_run_length():
    outcomes = np.random.default_rng(305).random(400) < 0.93
    monitor = ShiftMonitor(at_least=0.98, run_length=500)
    looks = [monitor.update(int(outcome), 1) for outcome in outcomes]
    first = next(place for place, look in enumerate(looks) if look.e_value >= 500)

    assert [look.alarmed for look in looks] == [place >= first for place in range(400)]
    assert max(look.e_value for look in looks[:first]) > 250
