"""Several estimates pulled towards their common mean, as far as chance allows: empirical Bayes.

Of many estimates the largest is the luckiest as often as the best. How far true effects differ is estimated from the estimates (DerSimonian
& Laird 1986); each is then pulled the more, the less sure it is (Morris 1983).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mutua.methods.effects.numbers import Numbers

# Nodes for the unknown common mean, and steps over each effect: exact to about 1e-6 (by quadrature, nothing is drawn).
MEANS, STEPS, WIDTH = 40, 801, 8.0


@dataclass(frozen=True)
class Shrunk:
    """In the order of the input. effects: the pulled ones, with standard_errors that count the unsure mean, too.

    probability_best: that its true effect is the largest; together 1. mean: towards which they are pulled. between_variance: of true
    effects; 0: nothing but chance makes the estimates differ, and each is as likely the best.
    """

    probability_best: tuple[float, ...]
    effects: tuple[float, ...]
    standard_errors: tuple[float, ...]
    mean: float
    between_variance: float


def shrink(effects: ArrayLike, standard_errors: ArrayLike) -> Shrunk:
    """effects and their standard_errors: one number each, in one unit; independent of each other.

    ValueError: none, different lengths, a number missing, a standard error that is not above 0.
    """
    found, errors = np.asarray(effects, dtype=float), np.asarray(standard_errors, dtype=float)
    if found.ndim != 1 or found.shape != errors.shape or len(found) == 0:
        raise ValueError("There has to be one standard error for each effect, and at least one of both.")
    if not (np.isfinite(found).all() and np.isfinite(errors).all() and (errors > 0).all()):
        raise ValueError("Every effect has to be a finite number and every standard error one above 0.")
    between = _between_variance(found, errors)
    weights = 1 / (errors**2 + between)
    mean, mean_variance = float(weights @ found / weights.sum()), float(1 / weights.sum())
    pull = errors**2 / (errors**2 + between)
    own = between * pull  # variance once the mean is known
    return Shrunk(
        probability_best=tuple(_probability_best(found, pull, own, mean, mean_variance).tolist()),
        effects=tuple((pull * mean + (1 - pull) * found).tolist()),
        standard_errors=tuple(np.sqrt(own + pull**2 * mean_variance).tolist()),
        mean=mean,
        between_variance=between,
    )


def _between_variance(effects: Numbers, errors: Numbers) -> float:
    weights = errors**-2
    total = weights.sum()
    scatter = float(weights @ (effects - weights @ effects / total) ** 2)
    slack = float(total - (weights**2).sum() / total)
    return max(0.0, (scatter - (len(effects) - 1)) / slack) if slack > 0 else 0.0


def _probability_best(effects: Numbers, pull: Numbers, own: Numbers, mean: float, mean_variance: float) -> Numbers:
    """Given the common mean the effects are independent: the chance that one is above all others is an integral over its values, and
    the whole one over the mean (Gauss–Hermite)."""
    from scipy.special import log_ndtr

    count = len(effects)
    if own.max() <= 0:
        return np.full(count, 1 / count)
    nodes, weights = np.polynomial.hermite_e.hermegauss(MEANS)
    spread = np.sqrt(own)
    chance = np.zeros(count)
    steps = np.linspace(-WIDTH, WIDTH, STEPS)
    density = np.exp(-(steps**2) / 2)
    density /= density.sum()
    for node, weight in zip(nodes, weights / weights.sum(), strict=True):
        centre = pull * (mean + node * np.sqrt(mean_variance)) + (1 - pull) * effects
        for one in range(count):
            values = centre[one] + spread[one] * steps
            below = log_ndtr((values[:, None] - centre) / spread)
            chance[one] += weight * float(density @ np.exp(below.sum(axis=1) - below[:, one]))
    total: Numbers = chance / chance.sum()
    return total
