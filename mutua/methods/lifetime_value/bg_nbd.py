"""BG/NBD: customers buy at rates that differ (gamma), and after each purchase leave for good with a probability that differs (beta).

Fader, Hardie & Lee 2005, “Counting your customers” the easy way: an alternative to the Pareto/NBD model, Marketing Science 24(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln, hyp2f1

from mutua.methods.lifetime_value.fitting import most_likely
from mutua.methods.lifetime_value.inputs import Floats, column, distinct, enough, histories

NEAR_ONE = 1e-6


@dataclass(frozen=True)
class BgNbd:
    """Rates: gamma with shape r and rate alpha, per unit of time. Leaving after a purchase: beta with a and b.

    standard_errors: {name of a parameter: its standard error}, infinite where the data do not bound it. customers: how many it was fitted to.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    standard_errors: dict[str, float]
    customers: int

    def expected_purchases(self, t: ArrayLike) -> Floats:
        """Purchases of a new customer in (0, t], the first not counted. t: one or many spans ≥ 0, in the unit of the fit."""
        spans = np.atleast_1d(column("t", np.atleast_1d(t)))
        found = self._still_to_come(np.zeros(len(spans)), np.zeros(len(spans)), spans)
        return found if np.ndim(t) else found[0]

    def expected_purchases_of(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, t: ArrayLike) -> Floats:
        """Purchases of these customers in (age, age + t], shape (customers,). t: one span for all, or one a customer."""
        times, last, known = histories(frequency, recency, age)
        spans = np.broadcast_to(column("t", np.atleast_1d(t)), times.shape)
        (some_times, some_known, some_spans), place, _count = distinct(times, known, spans)
        return self._still_to_come(some_times, some_known, some_spans)[place] * self._alive(times, last, known)

    def probability_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """That these customers have not left yet, shape (customers,)."""
        return self._alive(*histories(frequency, recency, age))

    def _alive(self, times: Floats, last: Floats, known: Floats) -> Floats:
        again = times > 0
        since = np.log((self.alpha + known) / (self.alpha + last)) * (self.r + times)
        odds = np.zeros(len(times))
        odds[again] = self.a / (self.b + times[again] - 1) * np.exp(np.minimum(since[again], 700.0))
        return 1 / (1 + odds)

    def _still_to_come(self, times: Floats, known: Floats, spans: Floats) -> Floats:
        """Purchases in the next span of customers of whom it is known that they have not left; their formulas (10), by Euler's
        transformation of the hypergeometric function, whose terms then stay small for whatever number of purchases."""
        if abs(self.a - 1) < NEAR_ONE:  # 0 ÷ 0 there, and smooth around it
            beside = (BgNbd(self.r, self.alpha, a, self.b, 0.0, {}, 0) for a in (1 - 1e-3, 1 + 1e-3))
            return sum((model._still_to_come(times, known, spans) for model in beside), np.zeros(len(times))) / 2
        r, a, b = self.r, self.a, self.b
        third = a + b + times - 1
        z = spans / (self.alpha + known + spans)
        lost: Floats = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, third, z)
        return third / (a - 1) * (1 - lost)


def fit_bg_nbd(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> BgNbd:
    """The most likely model. frequency: repeat purchases; recency: from the first purchase to the last; age: from the first to today; one of
    each a customer, the latter two in one unit of time, in which the rates are then told. Raises ValueError for what cannot be,
    TooFew below a hundred customers.
    """
    times, last, known = histories(frequency, recency, age)
    enough(len(times), "customers")
    (x, tx, age_), _place, count = distinct(times, last, known)
    again = x > 0
    numbers, which = np.unique(x, return_inverse=True)
    each = np.bincount(which, weights=count)
    customers = float(count.sum())

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = parameters
        known_log, last_log = np.log(alpha + age_), np.log(alpha + tx)
        staying = -(r + x) * known_log
        leaving = np.full(len(x), -np.inf)
        leaving[again] = np.log(a) - np.log(b + x[again] - 1) - (r + x[again]) * last_log[again]
        either = np.logaddexp(staying, leaving)
        stayed = count * np.exp(staying - either)
        left = count - stayed
        # What hangs on the number of purchases alone is worked out once a number
        value = each @ (gammaln(r + numbers) + gammaln(b + numbers) - gammaln(a + b + numbers)) + count @ either
        value += customers * (r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b))
        of_both = customers * digamma(a + b) - each @ digamma(a + b + numbers)
        gradient = np.array(
            [
                each @ digamma(r + numbers) + customers * (np.log(alpha) - digamma(r)) - stayed @ known_log - left @ last_log,
                customers * r / alpha - stayed @ ((r + x) / (alpha + age_)) - left @ ((r + x) / (alpha + tx)),
                of_both + left.sum() / a,
                of_both + each @ digamma(b + numbers) - customers * digamma(b) - (left[again] / (b + x[again] - 1)).sum(),
            ]
        )
        return float(value), gradient

    found, log_likelihood, errors = most_likely(likelihood, (1.0, float(known.mean()) or 1.0, 1.0, 1.0))
    r, alpha, a, b = map(float, found)
    return BgNbd(r, alpha, a, b, log_likelihood, dict(zip(("r", "alpha", "a", "b"), map(float, errors), strict=True)), len(times))
