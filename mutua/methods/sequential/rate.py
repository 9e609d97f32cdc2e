"""Is a rate, since the start, below what it must be? An e-process: a mixture of likelihood ratios against worse rates.

Ville 1939; Robbins 1970. While the true rate is at least `at_least`, the e-value is a supermartingale that starts with 1:
a likelihood ratio against a lower rate has the expectation 1 at exactly `at_least` and less above it. So the probability that it ever
reaches 1/alpha is at most alpha, at however many looks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self, SupportsFloat

from mutua.methods.sequential import inputs
from mutua.methods.sequential.evidence import Evidence, e_value

# How many times worse the odds of a failure are under the alternatives; each has the same weight.
TIMES_WORSE = (2.0, 4.0, 8.0, 16.0, 32.0)


def likelihood_ratios(at_least: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What a success and what a failure multiply the evidence by, for each alternative."""
    odds = (1.0 - at_least) / at_least
    worse = [1.0 / (1.0 + odds * times) for times in TIMES_WORSE]
    return tuple(rate / at_least for rate in worse), tuple((1.0 - rate) / (1.0 - at_least) for rate in worse)


@lru_cache(maxsize=128)
def _log_ratios(at_least: float) -> tuple[tuple[float, float], ...]:
    return tuple((math.log(good), math.log(bad)) for good, bad in zip(*likelihood_ratios(at_least), strict=True))


def log_evidence(successes: int, failures: int, at_least: float) -> float:
    """Logarithm of the e-value against a rate of `at_least` or more."""
    terms = [successes * good + failures * bad for good, bad in _log_ratios(at_least)]
    most = max(terms)
    return most + math.log(sum(math.exp(term - most) for term in terms) / len(terms))


class RateMonitor:
    """Rings when the rate since the start cannot be as high as `at_least`; a false alarm *ever* has probability ≤ `alpha`.

    Trials may depend on the past, as long as each succeeds with probability `at_least` or more given what came before.
    The alarm stays on once it has rung. Raises ValueError, and changes nothing, for counts that cannot be.
    """

    def __init__(self, *, at_least: SupportsFloat, alpha: SupportsFloat = 0.05) -> None:
        self.at_least = inputs.proper_fraction("at_least", at_least)
        self.alpha = inputs.proper_fraction("alpha", alpha)
        self.upto: int | str | None = None
        self.successes = 0
        self.failures = 0
        self.alarmed = False

    def update(self, successes: inputs.Counts, trials: inputs.Counts, upto: inputs.Bookmark | None = None) -> Evidence:
        """Count so many successes in so many trials, and return the evidence after them.

        Two equally long sequences are groups in the order in which they became known, one look after each; `[1, 0], [1, 1]` is one
        success and then one failure. `upto`: id of the last trial; the whole batch is skipped when it is not newer than the
        last one counted, so a batch that comes twice counts once.
        """
        if not inputs.is_news(upto, self.upto):
            return self.evidence
        fresh = inputs.groups(successes, trials)
        mark = self.upto if upto is None else inputs.bookmark(upto)
        for won, lost in fresh:
            self.successes += won
            self.failures += lost
            self.alarmed = self.alarmed or self._log() >= math.log(1.0 / self.alpha)
        self.upto = mark
        return self.evidence

    @property
    def evidence(self) -> Evidence:
        """The evidence of what has been counted so far."""
        return Evidence(e_value(self._log()), self.alarmed, self.successes + self.failures)

    def _log(self) -> float:
        return log_evidence(self.successes, self.failures, self.at_least)

    def state(self) -> dict[str, Any]:
        """Everything to go on from, as JSON values."""
        return {
            "method": "RateMonitor",
            "at_least": self.at_least,
            "alpha": self.alpha,
            "upto": self.upto,
            "successes": self.successes,
            "failures": self.failures,
            "alarmed": self.alarmed,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """The monitor that wrote this state; ValueError when it is no such state."""
        found = inputs.fields(state, "RateMonitor", {"at_least", "alpha", "upto", "successes", "failures", "alarmed"})
        monitor = cls(at_least=found["at_least"], alpha=found["alpha"])
        monitor.upto = None if found["upto"] is None else inputs.bookmark(found["upto"])
        monitor.successes = inputs.whole("successes", found["successes"], least=0)
        monitor.failures = inputs.whole("failures", found["failures"], least=0)
        monitor.alarmed = bool(found["alarmed"])
        return monitor
