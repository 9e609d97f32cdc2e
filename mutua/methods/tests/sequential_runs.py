"""Many simulated runs of the sequential methods side by side: the same steps as the classes take, on arrays of runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from mutua.methods.sequential import betting, normal_mixture, rate, shift

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]


def normal(random: np.random.Generator, runs: int) -> Floats:
    return random.standard_normal(runs)


def exponential(random: np.random.Generator, runs: int) -> Floats:
    return random.standard_exponential(runs)


def normal_mixture_looks(
    draw: Draw, *, seed: int, runs: int = 10_000, looks: int = 1_000, alpha: float = 0.05, burn_in: int = 30, tuned_for: float = 250
) -> Iterator[tuple[int, Floats, Floats]]:
    """(n, mean, half-width) of every run after each look from the burn-in on."""
    random = np.random.default_rng(seed)
    prior = normal_mixture.prior_observations(alpha, tuned_for)
    n, mean, squares = 0, np.zeros(runs), np.zeros(runs)
    for _ in range(looks):
        n, mean, squares = normal_mixture.updated(n, mean, squares, draw(random, runs))  # type: ignore[arg-type, assignment]
        if n >= burn_in:
            yield n, mean, np.sqrt(normal_mixture.reach(n, alpha, prior) * squares)


def ever_outside(draw: Draw, truth: float, **settings: float) -> float:
    """Share of runs in which the interval without bounds leaves the truth out at any look."""
    outside: NDArray[np.bool_] | bool = False
    for _, mean, width in normal_mixture_looks(draw, **settings):  # type: ignore[arg-type]
        outside = outside | (np.abs(mean - truth) > width)
    return float(np.mean(outside))


def capital_looks(
    draw: Draw, truth: float, *, seed: int, runs: int, looks: int, alpha: float = 0.05, tuned_for: float = 250
) -> Iterator[Floats]:
    """Capital of every run against the true mean of observations between 0 and 1, after each look."""
    random = np.random.default_rng(seed)
    bets, logs = betting.bets(alpha, tuned_for), betting.log_weights()
    high, low = [np.ones(runs) for _ in bets], [np.ones(runs) for _ in bets]
    powers = np.zeros((2, len(bets), runs))
    for n in range(1, looks + 1):
        value = draw(random, runs)
        high, low = betting.grown(high, bets, value), betting.grown(low, bets, 1.0 - value)  # type: ignore[arg-type, assignment]
        if n % betting.BLOCK == 0:
            fractions, more = np.frexp(np.array([high, low]))
            powers += more
            high, low = list(fractions[0]), list(fractions[1])
        fair = np.log1p(np.multiply.outer(np.array([truth, 1.0 - truth]), np.array(bets)))
        terms = np.log(np.array([high, low])) + powers * math.log(2.0) - n * fair[:, :, None] + np.array(logs)[None, :, None]
        yield np.exp(terms).sum(axis=(0, 1))


def rate_alarms(succeeds: float, *, at_least: float, alpha: float, runs: int, looks: int, seed: int) -> Floats:
    """Trial at which each run of a RateMonitor rings, infinite if it does not."""
    least = least_failures(at_least, alpha, looks)
    failures = np.cumsum(np.random.default_rng(seed).random((runs, looks)) >= succeeds, axis=1)
    rings = failures >= least
    return np.where(rings.any(axis=1), rings.argmax(axis=1) + 1.0, np.inf)


def least_failures(at_least: float, alpha: float, looks: int) -> NDArray[np.int64]:
    """Number of failures from which a RateMonitor rings, after each number of trials (looks + 1 where none suffices)."""
    least, failures = [], 0
    for n in range(1, looks + 1):
        while failures <= n and rate.log_evidence(n - failures, failures, at_least) < math.log(1.0 / alpha):
            failures += 1
        least.append(failures if failures <= n else looks + 1)
        failures = min(failures, n)
    return np.array(least)


def shift_scores(
    succeeds: Callable[[int], float], *, at_least: float, runs: int, looks: int, seed: int
) -> Iterator[tuple[list[Floats], Floats]]:
    """Scores of every run of a ShiftMonitor after each trial. Scores that the caller sets to 0 in place are rearmed."""
    random = np.random.default_rng(seed)
    good, bad = (np.array(ratios)[:, None] for ratios in rate.likelihood_ratios(at_least))
    scores = [np.zeros(runs) for _ in good]
    for trial in range(looks):
        won = random.random(runs) < succeeds(trial)
        scores = shift.advanced(scores, np.where(won, good, bad))  # type: ignore[arg-type, assignment]
        yield scores, shift.mixed(scores)  # type: ignore[arg-type, misc]


def shift_alarms(succeeds: Callable[[int], float], *, at_least: float, run_length: float, runs: int, looks: int, seed: int) -> Floats:
    """Trial at which each run of a ShiftMonitor first rings, infinite if it does not."""
    first = np.full(runs, np.inf)
    for trial, (_, score) in enumerate(shift_scores(succeeds, at_least=at_least, runs=runs, looks=looks, seed=seed), start=1):
        first = np.where((score >= run_length) & np.isinf(first), trial, first)
    return first
