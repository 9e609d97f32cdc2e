"""The mean of observations without known bounds: Robbins' normal mixture with the variance learnt on the way.

Robbins 1970, "Statistical methods related to the law of the iterated logarithm", mixes the likelihood ratio over a
normal distribution of alternatives. With the variance estimated, this is an asymptotic confidence sequence
(Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024). We use its studentised form (Lai 1976; Wang & Ramdas 2025, "Anytime-valid
t-tests and confidence sequences for Gaussian means with unknown variance"): the effect in standard deviations is
normal with variance 1/`prior`, sigma has the Haar prior, and what remains is a martingale of t statistics. It is
exact for normal data from the second observation on and becomes the asymptotic sequence as n grows.

`updated` takes floats or arrays of them (one element a run); the sequence and its simulation are the same code.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def prior_observations(alpha: float, tuned_for: float) -> float:
    """The prior's weight in observations with which the interval is narrowest at n = `tuned_for`.

    The squared half-width is proportional to (n + prior) / n² · (2 ln(1/alpha) + ln((n + prior) / prior)). With x = 1 + n / prior
    its derivative is zero where x − ln x = 1 + 2 ln(1/alpha); iterating x ← constant + ln x climbs to that root.
    """
    constant = 1.0 + 2.0 * math.log(1.0 / alpha)
    x = constant
    for _ in range(100):
        x = constant + math.log(x)
    return tuned_for / (x - 1.0)


def updated(n: int, mean: float, squares: float, value: float) -> tuple[int, float, float]:
    """Count, mean and sum of squared deviations after one more value (Welford)."""
    n += 1
    away = value - mean
    mean = mean + away / n
    squares = squares + away * (value - mean)
    return n, mean, squares


def reach(n: int, alpha: float, prior: float) -> float:
    """Squared half-width of the interval for each unit of the sum of squared deviations; infinite while n is too small."""
    exponent = (2.0 * math.log(1.0 / alpha) + math.log1p(n / prior)) / n
    growth = math.expm1(min(exponent, 700.0))
    room = n - growth * prior
    return growth * (n + prior) / (room * n) if room > 0.0 else math.inf


def log_evidence(n: int, mean: float, squares: float, against: float, prior: float) -> float:
    """Logarithm of the e-value against the mean being `against`. It reaches 1/alpha exactly where the interval leaves `against` out."""
    away = n * (mean - against) ** 2  # t² = (n − 1) · away / squares
    return 0.5 * n * math.log1p(away * n / ((n + prior) * squares + away * prior)) - 0.5 * math.log1p(n / prior)


class NormalMixture:
    """Count, mean and squared deviations of a stream, read as a confidence sequence."""

    FIELDS = ("mean", "squares")

    def __init__(self, alpha: float, tuned_for: float, burn_in: int) -> None:
        self.alpha = alpha
        self.burn_in = burn_in
        self.prior = prior_observations(alpha, tuned_for)
        self.n, self.mean, self.squares = 0, 0.0, 0.0

    def absorb(self, values: Sequence[float]) -> None:
        n, mean, squares = self.n, self.mean, self.squares
        for value in values:
            n, mean, squares = updated(n, mean, squares, value)
        self.n, self.mean, self.squares = n, mean, squares

    @property
    def wait(self) -> int:
        return max(0, self.burn_in - self.n)

    def bounds(self) -> tuple[float, float, float]:
        """Lower bound, estimate, upper bound."""
        if self.n == 0:
            return -math.inf, math.nan, math.inf
        # Observations that are all equal say nothing about their spread: no width is honest but the infinite one.
        width = math.sqrt(reach(self.n, self.alpha, self.prior) * self.squares) if not self.wait and self.squares > 0.0 else math.inf
        return self.mean - width, self.mean, self.mean + width

    def log_evidence(self, against: float) -> float:
        if self.wait or self.squares <= 0.0:
            return 0.0
        return log_evidence(self.n, self.mean, self.squares, against, self.prior)

    def log_evidence_below(self, value: float) -> float:
        """Where the mean lies above, the deviations of normal data from it are those of data around `value`, moved up; and the evidence, which
        counts where the sample mean lies below, is then at no look more than that of the data that were not moved."""
        return self.log_evidence(value) if self.mean < value or not self.n else -math.inf

    def log_evidence_above(self, value: float) -> float:
        return self.log_evidence(value) if self.mean > value or not self.n else -math.inf

    def state(self) -> dict[str, object]:
        return {"mean": self.mean, "squares": self.squares}

    def restore(self, n: int, mean: float, squares: float) -> None:
        if squares < 0.0 or not (math.isfinite(mean) and math.isfinite(squares)):
            raise ValueError("This state of MeanSequence has a mean or a sum of squares that no observations can have.")
        self.n, self.mean, self.squares = n, float(mean), float(squares)
