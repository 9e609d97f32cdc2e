"""The mean of bounded observations, exact whatever their shape: bets against every mean that it could have.

Waudby-Smith & Ramdas 2024, "Estimating means of bounded random variables by betting". With observations x between 0 and 1
whose mean is m, the factor (1 + r x) / (1 + r m) is a fair bet for every r ≥ 0: it is 1 on average. It stakes the fraction
r m / (1 + r m) of the capital on "more than m"; with 1 − x and 1 − m it is a bet on "less". We hold a fixed mixture of bets r,
half of the capital on each side, and keep every m against which the capital has stayed under 1/alpha.

Because r does not depend on m, the products of (1 + r x) are all that has to be remembered: one row of numbers holds the
capital against every m at once, the capital is log-convex in m (so what is kept is an interval), and it is at most 1 at the
sample mean (Jensen), so the estimate always lies inside.

`grown` takes floats or arrays of them (one element a run); the sequence and its simulation are the same code.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from mutua.methods.sequential.normal_mixture import prior_observations

# Bets are powers of two times the one that suits the largest spread that is possible; narrower data call for larger bets.
DOUBLINGS = range(-4, 14)
BLOCK = 32  # one factor is below 1e10, so products of a block stay within the range of a float

LN2 = math.log(2.0)


def bets(alpha: float, tuned_for: float) -> tuple[float, ...]:
    """The bets r, tuned for the narrowest interval after `tuned_for` observations of the largest possible spread (sd ½).

    Rounded, so that every machine places the same bets to the last digit.
    """
    widest = float(f"{2.0 / math.sqrt(prior_observations(alpha, tuned_for)):.3g}")
    return tuple(widest * 2.0**doubling for doubling in DOUBLINGS)


def log_weights() -> tuple[float, ...]:
    """Logarithm of the share of the capital behind each bet, on each of the two sides: a Cauchy curve over the doublings."""
    weights = [1.0 / (4.0 + (doubling - 1) ** 2) for doubling in DOUBLINGS]
    return tuple(math.log(weight / sum(weights) / 2.0) for weight in weights)


def grown(products: Iterable[float], against: Iterable[float], value: float) -> list[float]:
    """The products of 1 + r x after one more x, for each bet r."""
    return [product * (1.0 + bet * value) for product, bet in zip(products, against, strict=True)]


def log_capital(mean: float, n: int, high: Sequence[float], low: Sequence[float], placed: Sequence[float]) -> tuple[float, float]:
    """Logarithm of the capital against this mean, and its slope. `high`, `low`: log of weight × product for each bet, on either side."""
    terms = [log - n * math.log1p(bet * mean) for log, bet in zip(high, placed, strict=True)]
    terms += [log - n * math.log1p(bet * (1.0 - mean)) for log, bet in zip(low, placed, strict=True)]
    slopes = [-n * bet / (1.0 + bet * mean) for bet in placed] + [n * bet / (1.0 + bet * (1.0 - mean)) for bet in placed]
    most = max(terms)
    shares = [math.exp(term - most) for term in terms]
    total = sum(shares)
    return most + math.log(total), sum(share * slope for share, slope in zip(shares, slopes, strict=True)) / total


def least_mean(limit: float, n: int, high: Sequence[float], low: Sequence[float], placed: Sequence[float]) -> float:
    """The least mean against which the logarithm of the capital is under `limit`.

    Newton's steps from the best that one bet alone can rule out, which all together rule out as well. The logarithm is convex
    and falls up to the root, so that the steps come from outside and never pass it: wherever they stop, the interval is not too narrow.
    """
    mean = max(0.0, *(math.expm1((log - limit) / n) / bet for log, bet in zip(high, placed, strict=True)))
    for _ in range(200):
        log, slope = log_capital(mean, n, high, low, placed)
        step = (limit - log) / slope if log > limit and slope < 0.0 else 0.0
        if step <= 1e-13 or mean + step > 1.0:
            break
        mean += step
    return mean


class Betting:
    """The capital of all bets on a stream with known bounds, read as a confidence sequence."""

    FIELDS = ("total", "high", "low")
    wait = 0

    def __init__(self, alpha: float, tuned_for: float, low: float, high: float) -> None:
        self.limit = math.log(1.0 / alpha)
        self.bets = bets(alpha, tuned_for)
        self.log_weights = log_weights()
        self.least, self.most, self.span = low, high, high - low
        self.n, self.total = 0, 0.0
        # A product is kept as (fraction, power of two): exact, and never out of range.
        self.high = [(0.5, 1)] * len(self.bets)
        self.low = [(0.5, 1)] * len(self.bets)

    def absorb(self, values: Sequence[float]) -> None:
        shares = [(value - self.least) / self.span for value in values]
        for start in range(0, len(shares), BLOCK):
            block = shares[start : start + BLOCK]
            self.high = self._after(self.high, block)
            self.low = self._after(self.low, [1.0 - share for share in block])
        for share in shares:
            self.total += share
        self.n += len(shares)

    def bounds(self) -> tuple[float, float, float]:
        """Lower bound, estimate, upper bound, in the unit of the observations."""
        if self.n == 0:
            return self.least, math.nan, self.least + self.span
        mean = min(1.0, self.total / self.n)
        high, low = self._logs()
        lower = min(mean, least_mean(self.limit, self.n, high, low, self.bets))
        upper = max(mean, 1.0 - least_mean(self.limit, self.n, low, high, self.bets))
        lower, mean, upper = (min(self.most, self.least + self.span * share) for share in (lower, mean, upper))
        return lower, mean, upper

    def log_evidence(self, against: float) -> float:
        share = (against - self.least) / self.span
        if self.n == 0:
            return 0.0
        if not 0.0 <= share <= 1.0:
            return math.inf
        return log_capital(share, self.n, *self._logs(), self.bets)[0]

    def log_evidence_below(self, value: float) -> float:
        """The capital of the bets on "less" alone, which on average falls where the mean is `value` or more."""
        return self._one_side((self.most - value) / self.span, self._logs()[1])

    def log_evidence_above(self, value: float) -> float:
        return self._one_side((value - self.least) / self.span, self._logs()[0])

    def _one_side(self, share: float, side: Sequence[float]) -> float:
        """Capital of one side, twice its half. share: of the way from the end of the bounds that this side bets on to get away from."""
        if not 0.0 <= share <= 1.0:
            # A mean beyond the bounds: no data can have it on one side, and all have it on the other
            return math.inf if share < 0.0 else -math.inf
        terms = [log - self.n * math.log1p(bet * share) for log, bet in zip(side, self.bets, strict=True)]
        most = max(terms)
        return LN2 + most + math.log(sum(math.exp(term - most) for term in terms))

    def state(self) -> dict[str, object]:
        return {"total": self.total, "high": [list(product) for product in self.high], "low": [list(product) for product in self.low]}

    def restore(self, n: int, total: float, high: Sequence[Sequence[float]], low: Sequence[Sequence[float]]) -> None:
        self.n, self.total = n, float(total)
        self.high, self.low = ([(float(fraction), int(power)) for fraction, power in side] for side in (high, low))
        whole = len(self.high) == len(self.low) == len(self.bets) and 0.0 <= self.total <= n
        if not whole or any(not (0.5 <= fraction < 1.0 and power >= 1) for fraction, power in self.high + self.low):
            raise ValueError("This state of MeanSequence has a capital that no bets on these observations can have.")

    def _after(self, products: list[tuple[float, int]], shares: Iterable[float]) -> list[tuple[float, int]]:
        fractions = [fraction for fraction, _ in products]
        for share in shares:
            fractions = grown(fractions, self.bets, share)
        scaled = [math.frexp(fraction) for fraction in fractions]
        return [(fraction, before + power) for (fraction, power), (_, before) in zip(scaled, products, strict=True)]

    def _logs(self) -> tuple[list[float], list[float]]:
        high, low = (
            [weight + math.log(fraction) + power * LN2 for weight, (fraction, power) in zip(self.log_weights, side, strict=True)]
            for side in (self.high, self.low)
        )
        return high, low
