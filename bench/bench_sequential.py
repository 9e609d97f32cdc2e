"""How long one update of each sequential method takes, and how many bare additions that is.

Run `python bench/bench_sequential.py`. Every update reads the result, as the job does that watches an objective.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from time import process_time

from mutua.methods.sequential import MeanSequence, RateMonitor, ShiftMonitor

UPDATES = 5_000
PROMISED = 1e-3  # seconds an update


def seconds_each(act: Callable[[float], object], values: Sequence[float]) -> float:
    """Processor seconds for one value, the best of three passes: what else the machine does is not in them."""
    passes = []
    for _ in range(3):
        begin = process_time()
        for value in values:
            act(value)
        passes.append((process_time() - begin) / len(values))
    return min(passes)


class Sum:
    """The bare loop: a call that only adds the number."""

    total = 0.0

    def add(self, value: float) -> float:
        self.total += value
        return self.total


def main() -> None:
    draws = random.Random(7)
    values = [draws.random() for _ in range(UPDATES)]
    trials = [float(value < 0.99) for value in values]
    mean, bounded, bounded_trials = MeanSequence(), MeanSequence(bounds=(0, 1)), MeanSequence(bounds=(0, 1))
    rate, shift = RateMonitor(at_least=0.98), ShiftMonitor(at_least=0.98)
    bare = seconds_each(Sum().add, values)
    measured = {
        "MeanSequence": seconds_each(mean.update, values),
        "MeanSequence, bounds, uniform": seconds_each(bounded.update, values),
        "MeanSequence, bounds, 99 % ones": seconds_each(bounded_trials.update, trials),
        "RateMonitor": seconds_each(lambda value: rate.update(int(value), 1), trials),
        "ShiftMonitor": seconds_each(lambda value: shift.update(int(value), 1), trials),
        "MeanSequence.state and from_state": seconds_each(lambda _: MeanSequence.from_state(bounded.state()), values[:500]),
    }
    print(f"{'one update':36}{'µs':>9}{'× a bare addition':>20}   promised: under {PROMISED * 1e6:,.0f} µs")
    print(f"{'a bare addition':36}{bare * 1e6:9.2f}{1:20,.0f}")
    for name, seconds in measured.items():
        print(f"{name:36}{seconds * 1e6:9.2f}{seconds / bare:20,.0f}   {'kept' if seconds < PROMISED else 'BROKEN'}")


if __name__ == "__main__":
    main()
