"""Pareto/NBD: customers buy at rates that differ (gamma), and leave for good at any moment, at rates that differ (gamma).

Schmittlein, Morrison & Colombo 1987, Counting your customers: who are they and what will they do next?, Management Science 33(1). The likelihood
is an integral over the moment of leaving; it is summed by Gauss and Legendre in the logarithm of time, where the integrand is smooth whatever the
parameters, and so are its derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from mutua.methods.lifetime_value.buying import Buying
from mutua.methods.lifetime_value.fitting import most_likely
from mutua.methods.lifetime_value.inputs import Floats, distinct, enough_to_fit, histories

NODES = 32
FADED = 40.0  # e⁻⁴⁰ of the integrand at its beginning is nothing


@dataclass(frozen=True)
class ParetoNbd(Buying):
    """Rates of buying: gamma with shape r and rate alpha; of leaving: gamma with shape s and rate beta; per unit of time.

    standard_errors: {name of a parameter: its standard error}, infinite where the data do not bound it. customers: how many it was fitted to.
    """

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float
    standard_errors: dict[str, float]
    customers: int

    def alive(self, times: Floats, last: Floats, known: Floats) -> Floats:
        (x, tx, age), place, _count = distinct(times, last, known)
        parameters = np.array([self.r, self.alpha, self.s, self.beta])
        log_left, _slopes = _left(parameters, x, tx, age)
        return (1 / (1 + np.exp(np.minimum(log_left - _stayed(parameters, x, age), 700.0))))[place]

    def still_to_come(self, times: Floats, known: Floats, spans: Floats) -> Floats:
        power, ratio = self.s - 1, np.log((self.beta + known) / (self.beta + known + spans))
        lasting = -ratio if power == 0 else -np.expm1(power * ratio) / power
        return (self.r + times) * (self.beta + known) / (self.alpha + known) * lasting


def fit_pareto_nbd(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> ParetoNbd:
    """The most likely model, of the same columns as `fit_bg_nbd`. Raises ValueError for what cannot be, TooFew below a hundred customers, and where none bought again or is known for any time."""
    times, last, known = histories(frequency, recency, age)
    enough_to_fit(times, known)
    (x, tx, age_), _place, count = distinct(times, last, known)

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        r, alpha, s, beta = parameters
        log_left, slopes = _left(parameters, x, tx, age_)
        log_stayed = _stayed(parameters, x, age_)
        either = np.logaddexp(log_stayed, log_left)
        stayed = count * np.exp(log_stayed - either)
        left = count - stayed
        customers = count.sum()
        value = count @ (gammaln(r + x) + either) + customers * (r * np.log(alpha) + s * np.log(beta) - gammaln(r))
        gradient = np.array(
            [
                count @ digamma(r + x) + customers * (np.log(alpha) - digamma(r)) - stayed @ np.log(alpha + age_),
                customers * r / alpha - stayed @ ((r + x) / (alpha + age_)),
                customers * np.log(beta) - stayed @ np.log(beta + age_),
                customers * s / beta - stayed @ (s / (beta + age_)),
            ]
        )
        return float(value), gradient + slopes @ left

    usual = float(known.mean()) or 1.0
    found, log_likelihood, errors = most_likely(likelihood, (1.0, usual, 1.0, usual))
    r, alpha, s, beta = map(float, found)
    return ParetoNbd(r, alpha, s, beta, log_likelihood, dict(zip(("r", "alpha", "s", "beta"), map(float, errors), strict=True)), len(times))


def _stayed(parameters: Floats, x: Floats, age: Floats) -> Floats:
    r, alpha, s, beta = map(float, parameters)
    return -(r + x) * np.log(alpha + age) - s * np.log(beta + age)


def _left(parameters: Floats, x: Floats, tx: Floats, age: Floats) -> tuple[Floats, Floats]:
    """Logarithm of s ∫ (alpha + y)^-(r + x) (beta + y)^-(s + 1) dy from tx to age, shape (rows,), and its four derivatives, shape (4, rows)."""
    r, alpha, s, beta = parameters
    smaller = min(alpha, beta)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    # How fast the integrand fades at least, in the logarithm of `smaller` + y; where it has faded there is nothing to sum
    if alpha <= beta:
        fading = r + x - 1 + (s + 1) * (alpha + tx) / (beta + tx)
    else:
        fading = s + (r + x) * (beta + tx) / (alpha + tx)
    width = np.log((smaller + age) / (smaller + tx))
    width = np.where(fading > 0, np.minimum(width, FADED / np.maximum(fading, 1e-9)), width)
    start = smaller + tx
    # y at each node, shape (nodes, rows)
    past = start * np.exp((nodes[:, None] + 1) / 2 * width)
    y = past - smaller
    buying, leaving = np.log(alpha + y), np.log(beta + y)
    begun = -(r + x) * np.log(alpha + tx) - (s + 1) * np.log(beta + tx)
    share = weights[:, None] * np.exp(-(r + x) * buying - (s + 1) * leaving - begun) * past
    whole = share.sum(axis=0)
    with np.errstate(divide="ignore"):
        log = np.log(s * width / 2 * whole) + begun
    part = share / np.where(whole > 0, whole, 1)
    slopes = np.stack(
        [
            -(part * buying).sum(axis=0),
            -(part / (alpha + y)).sum(axis=0) * (r + x),
            1 / s - (part * leaving).sum(axis=0),
            -(part / (beta + y)).sum(axis=0) * (s + 1),
        ]
    )
    return log, slopes
