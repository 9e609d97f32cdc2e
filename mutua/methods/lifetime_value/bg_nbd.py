"""BG/NBD: customers buy at rates that differ (gamma), and after each purchase leave for good with a probability that differs (beta).

Fader, Hardie & Lee 2005, “Counting your customers” the easy way: an alternative to the Pareto/NBD model, Marketing Science 24(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from mutua.methods.lifetime_value.buying import Buying
from mutua.methods.lifetime_value.fitting import most_likely
from mutua.methods.lifetime_value.inputs import Floats, distinct, enough_to_fit, histories

NODES = 24  # twice as many change the sixth digit where the span is 36 times alpha + age, and later ones where it is shorter
ROWS = 10_000


@dataclass(frozen=True)
class BgNbd(Buying):
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

    def alive(self, times: Floats, last: Floats, known: Floats) -> Floats:
        again = times > 0
        since = np.log((self.alpha + known) / (self.alpha + last)) * (self.r + times)
        odds = np.zeros(len(times))
        odds[again] = self.a / (self.b + times[again] - 1) * np.exp(np.minimum(since[again], 700.0))
        return 1 / (1 + odds)

    def still_to_come(self, times: Floats, known: Floats, spans: Floats) -> Floats:
        """The mean of (1 - (1 + p span / (alpha + age))^-(r + x)) / p over the probability p of leaving, which then is beta with a and b + x: what
        their formula (10) says by a hypergeometric function, but by Gauss and Jacobi, who know no parameters for which it is infinite.
        """
        numbers, which = np.unique(times, return_inverse=True)
        leaving, weights = _beta_nodes(self.a, self.b + numbers)
        found = np.empty(len(times))
        for begin in range(0, len(times), ROWS):  # as many at once as the processor has at hand
            some = slice(begin, begin + ROWS)
            p = leaving[which[some]]
            longer = np.log1p(p * (spans[some] / (self.alpha + known[some]))[:, None])
            found[some] = (weights[which[some]] * -np.expm1(-(self.r + times[some])[:, None] * longer) / p).sum(axis=1)
        return found


def _beta_nodes(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Places and weights, each of shape (len(b), NODES), that take means over beta distributions with a and each of b: the eigenvalues of their
    orthogonal polynomials' recurrence (Golub & Welsch 1969)."""
    n = np.arange(1, NODES)
    low, high = b[:, None] - 1, a - 1.0
    both = low + high
    matrix = np.zeros((len(b), NODES, NODES))
    matrix[:, 0, 0] = ((high - low) / (both + 2))[:, 0]
    matrix[:, n, n] = (high - low) * both / ((2 * n + both) * (2 * n + both + 2))
    # The first by itself: in the formula of the others it is nought by nought where a + b = 1
    first, n2 = 4 * (1 + low) * (1 + high) / ((2 + both) ** 2 * (3 + both)), n[1:]
    others = 4 * n2 * (n2 + low) * (n2 + high) * (n2 + both) / ((2 * n2 + both) ** 2 * (2 * n2 + both + 1) * (2 * n2 + both - 1))
    beside = np.concatenate([first, others], axis=1)
    matrix[:, n, n - 1] = np.sqrt(beside)
    places, vectors = np.linalg.eigh(matrix)
    return np.clip((1 + places) / 2, np.finfo(float).tiny, 1.0), vectors[:, 0, :] ** 2


def fit_bg_nbd(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> BgNbd:
    """The most likely model. frequency: repeat purchases; recency: from the first purchase to the last; age: from the first to today; one of
    each a customer, the latter two in one unit of time, in which the rates are then told. Raises ValueError for what cannot be,
    TooFew below a hundred customers, and where none bought again or is known for any time.
    """
    times, last, known = histories(frequency, recency, age)
    enough_to_fit(times, known)
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
