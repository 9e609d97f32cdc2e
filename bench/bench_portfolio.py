"""How good and how fast is the plan for 150 accounts × 8 touchpoints × 6 activities over 4 quarters with 4 teams?

    python -m bench.bench_portfolio [accounts] [seed …]

Prints for each seed: the value beside greedy and the bound of the relaxation, the proven gap, and seconds (wall and processor).
The aim is a gap of 0.1 % at most within 60 seconds on two cores; exit code 1 when it is missed.
"""

from __future__ import annotations

import sys
import time

from mutua.methods.portfolio import choose, greedy
from mutua.methods.tests.portfolio_cases import wide_question

GAP = 1e-3
SECONDS = 60.0


def measure(accounts: int, seed: int) -> bool:
    """Solves one question, prints a line, tells whether the aim is met."""
    candidates, question = wide_question(accounts, seed=seed)
    usual = greedy(candidates, **question)
    wall, processor = time.perf_counter(), time.process_time()
    choice = choose(candidates, **question, gap=GAP, time_limit=SECONDS)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(
        f"seed {seed}: {len(candidates):,} candidates, {len(choice.start):,} chosen; value {choice.value:,.0f}, greedy {usual.value:,.0f} "
        f"(+{choice.value / usual.value - 1:.2%}), relaxation {usual.bound:,.0f}, bound {choice.bound:,.0f}, gap {choice.gap:.4%} "
        f"({choice.status}); {wall:.1f} s, processor {processor:.1f} s",
        flush=True,
    )
    return choice.gap <= GAP and wall <= SECONDS


def main(arguments: list[str]) -> int:
    accounts, *seeds = [int(argument) for argument in arguments] or [150]
    met = [measure(accounts, seed) for seed in seeds or [1, 2, 3]]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
