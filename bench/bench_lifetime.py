"""How long it takes to say what a million customers are worth.

    python -m bench.bench_lifetime [--customers 1000000]

Customers are made up as BG/NBD says (seed 5), once with days as they are kept (most rows are equal), once with a moment for each (none is). Prints
processor-bound seconds by the clock and, as the floor in the same run, how many bare passes of a logarithm over three columns that is. Exit code 1
where an aim is missed with days as they are kept: fit in 5 s, score in 1 s.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mutua.methods.lifetime_value import fit_bg_nbd, fit_gamma_gamma, fit_pareto_nbd, lifetime_value
from mutua.methods.lifetime_value.inputs import Floats

R, ALPHA, A, B = 0.6, 7.0, 0.8, 2.4  # in weeks, near to what is published of CDNOW, a little livelier
FIT, SCORE = 5.0, 1.0


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_lifetime", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--customers", type=int, default=1_000_000)
    count = options.parse_args().customers
    if count < 1000:
        options.error("--customers: with fewer than 1,000 there is nothing to measure.")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors before", flush=True)
    print(f"\n| {count:,} customers | days | × bare | moments | × bare |\n|---|--:|--:|--:|--:|")
    moments = _bought(count)
    days = tuple(np.floor(column * 7) / 7 if place else column for place, column in enumerate(moments))
    measured = [_measured(*columns) for columns in (days, moments)]
    for name in measured[0]:
        cells = [cell for seconds in measured for cell in (f"{seconds[name]:.2f} s", f"{seconds[name] / seconds['bare']:,.0f}")]
        print(f"| {name} | {' | '.join(cells)} |")
    met = measured[0]["fit BG/NBD"] <= FIT and measured[0]["score: purchases of a year, alive"] <= SCORE
    print(f"\nAims, days as they are kept: fit in {FIT:.0f} s, score in {SCORE:.0f} s: {'met' if met else '**missed**'}.")
    print(f"Load of the machine at last: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    return 0 if met else 1


def _bought(count: int) -> tuple[Floats, Floats, Floats]:
    """(frequency, recency, age) in weeks."""
    who, when = purchases(count)
    first = np.zeros(count)
    np.maximum.at(first, who, when)
    last = np.full(count, np.inf)
    np.minimum.at(last, who, when)
    return np.bincount(who, minlength=count) - 1.0, first - last, first


def purchases(count: int) -> tuple[NDArray[np.intp], Floats]:
    """(customer, weeks ago) of each purchase of so many customers, the first of each among them: all at once, purchase by purchase. Seed 5."""
    random = np.random.default_rng(5)
    rate, leaving, age = random.gamma(R, 1 / ALPHA, count), random.beta(A, B, count), random.uniform(10, 104, count)
    active, moment = np.arange(count), np.zeros(count)
    who, when = [active], [age]
    while len(active):
        moment[active] += random.exponential(1, len(active)) / rate[active]
        active = active[moment[active] <= age[active]]
        who, when = [*who, active], [*when, age[active] - moment[active]]
        active = active[random.random(len(active)) >= leaving[active]]
    return np.concatenate(who), np.concatenate(when)


def _measured(frequency: Floats, recency: Floats, age: Floats) -> dict[str, float]:
    random = np.random.default_rng(6)
    again = frequency > 0
    spent = np.where(again, np.round(random.gamma(6.0, 1 / random.gamma(3.7, 1 / 15.0, len(age))) + 0.01, 2), 0)
    bare, _ = _seconds(lambda: [np.log(column + 1.0) for column in (frequency, recency, age)])
    fit, model = _seconds(lambda: fit_bg_nbd(frequency, recency, age))
    score, _ = _seconds(
        lambda: (model.expected_purchases_of(frequency, recency, age, 52.0), model.probability_alive(frequency, recency, age))
    )
    money_fit, money = _seconds(lambda: fit_gamma_gamma(frequency[again], spent[again]))
    worth, _ = _seconds(lambda: lifetime_value(model, money, frequency, recency, age, spent, periods=12, discount_rate=0.002))
    # Its likelihood is an integral for each different row: of as many as a cohort has
    some = slice(0, 100_000)
    pareto, _ = _seconds(lambda: fit_pareto_nbd(frequency[some], recency[some], age[some]))
    return {
        "bare": bare,
        "fit BG/NBD": fit,
        "score: purchases of a year, alive": score,
        "fit Gamma-Gamma": money_fit,
        "lifetime value, 12 periods": worth,
        "fit Pareto/NBD, 100,000 of them": pareto,
    }


def _seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = act()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    sys.exit(main())
