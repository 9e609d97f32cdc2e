"""Has a rate fallen lately? A Shiryaev–Roberts e-detector that starts again after each alarm.

Shin, Ramdas & Rinaldo 2024, "E-detectors: a nonparametric framework for sequential change detection". The score is the sum, over all trials
at which the fall may have happened, of the likelihood ratio since then, mixed over how deep the fall is. While the rate is at
least `at_least`, the score grows by at most 1 a trial on average, so on average it takes at least `run_length` trials
until it reaches `run_length`. That is the alarm; because a failure lifts the score past the mark and not onto it, the true
average lies between one and two times `run_length` (about 37,000 for 20,000 at .98).
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, Self, SupportsFloat

from mutua.methods.sequential import inputs
from mutua.methods.sequential.evidence import Evidence
from mutua.methods.sequential.rate import TIMES_WORSE, likelihood_ratios

CEILING = 1e100  # far above any run length; keeps a long failure within the range of a float


def advanced(scores: Iterable[float], ratios: Iterable[float]) -> list[float]:
    """The scores after one more trial, for each alternative: the fall may also have happened just now. Takes floats or arrays."""
    return [(score + 1.0) * ratio for score, ratio in zip(scores, ratios, strict=True)]


def mixed(scores: Iterable[float]) -> float:
    """The score over all alternatives, each with the same weight. Takes floats or arrays."""
    return reduce(operator.add, scores) / len(TIMES_WORSE)


class ShiftMonitor:
    """Rings soon after a rate that was `at_least` or better has fallen below it.

    `run_length`: at exactly `at_least`, false alarms are on average at least so many trials apart; the better the rate, the rarer.
    The alarm stays on until `rearm()`. `Evidence.e_value` is the score, to be compared with `run_length`;
    `Evidence.n` counts the trials since the start or the last rearming, and is what a healthy score has at most on average.
    Raises ValueError, and changes nothing, for counts that cannot be.
    """

    def __init__(self, *, at_least: SupportsFloat, run_length: SupportsFloat = 20_000) -> None:
        self.at_least = inputs.proper_fraction("at_least", at_least)
        self.run_length = inputs.number("run_length", run_length)
        if not 1.0 <= self.run_length <= 1e15:
            raise ValueError(f"run_length is {self.run_length}, but must be between 1 and 1e15 trials.")
        self.upto: int | str | None = None
        self._if_good, self._if_bad = likelihood_ratios(self.at_least)
        self.rearm()

    def rearm(self) -> None:
        """Start again after an alarm has been dealt with: nothing suspected, the last id remembered."""
        self.scores = [0.0] * len(TIMES_WORSE)
        self.n = 0
        self.alarmed = False

    def update(self, successes: inputs.Counts, trials: inputs.Counts, upto: inputs.Bookmark | None = None) -> Evidence:
        """Count so many successes in so many trials, and return the evidence after them.

        Order matters here. Two equally long sequences are groups in the order in which they became known; give single trials,
        `[1, 0, 1], [1, 1, 1]`, to hear the alarm as early as possible. Within a group of several the order is unknown: it is taken as
        the one that raises the least suspicion (failures first), with one look at its end, so the promise stands.
        `upto`: id of the last trial; the whole batch is skipped when it is not newer than the last one counted.
        """
        if not inputs.is_news(upto, self.upto):
            return self.evidence
        fresh = inputs.groups(successes, trials)
        mark = self.upto if upto is None else inputs.bookmark(upto)
        for won, lost in fresh:
            for ratios, times in ((self._if_bad, lost), (self._if_good, won)):
                for _ in range(times):
                    self.scores = [min(score, CEILING) for score in advanced(self.scores, ratios)]
            self.n += won + lost
            self.alarmed = self.alarmed or mixed(self.scores) >= self.run_length
        self.upto = mark
        return self.evidence

    @property
    def evidence(self) -> Evidence:
        """The evidence of what has been counted since the start or the last rearming."""
        return Evidence(mixed(self.scores), self.alarmed, self.n)

    def state(self) -> dict[str, Any]:
        """Everything to go on from, as JSON values."""
        return {
            "method": "ShiftMonitor",
            "at_least": self.at_least,
            "run_length": self.run_length,
            "upto": self.upto,
            "n": self.n,
            "scores": list(self.scores),
            "alarmed": self.alarmed,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """The monitor that wrote this state; ValueError when it is no such state."""
        found = inputs.fields(state, "ShiftMonitor", {"at_least", "run_length", "upto", "n", "scores", "alarmed"})
        monitor = cls(at_least=found["at_least"], run_length=found["run_length"])
        monitor.upto = None if found["upto"] is None else inputs.bookmark(found["upto"])
        monitor.n = inputs.whole("n", found["n"], least=0)
        monitor.scores = inputs.numbers(found["scores"])
        monitor.alarmed = bool(found["alarmed"])
        if len(monitor.scores) != len(TIMES_WORSE) or min(monitor.scores) < 0.0:
            raise ValueError(f"This state of ShiftMonitor should have {len(TIMES_WORSE)} scores, none of them negative.")
        return monitor
