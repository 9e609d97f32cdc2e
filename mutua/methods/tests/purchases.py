"""Purchase histories for tests: the published sample, and made-up ones of known parameters."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import numpy as np

from mutua.methods.lifetime_value import Summary, summarise
from mutua.methods.lifetime_value.inputs import Floats


@cache
def cdnow() -> Summary:
    """2,357 customers in the 39 weeks in which the published models were fitted."""
    with gzip.open(Path(__file__).parent / "data" / "cdnow-sample.txt.gz", "rt") as lines:
        rows = [line.split() for line in lines]
    days = np.array([f"{row[2][:4]}-{row[2][4:6]}-{row[2][6:]}" for row in rows], dtype="datetime64[D]")
    fitted = days <= np.datetime64("1997-09-30")
    customer, amount = np.array([row[1] for row in rows]), np.array([float(row[4]) for row in rows])
    return summarise(customer[fitted], days[fitted], amount[fitted], until="1997-09-30")


def bought(customers: int, seed: int, *, r: float, alpha: float, a: float, b: float, age: float = 52.0) -> tuple[Floats, Floats, Floats]:
    """(frequency, recency, age) of customers who buy and leave as BG/NBD says, one purchase after the other."""
    random = np.random.default_rng(seed)
    rate, leaving = random.gamma(r, 1 / alpha, customers), random.beta(a, b, customers)
    ages = random.uniform(age / 4, age, customers)
    frequency, recency = np.zeros(customers), np.zeros(customers)
    for customer in range(customers):
        moment = random.exponential(1 / rate[customer])
        while moment <= ages[customer]:
            frequency[customer] += 1
            recency[customer] = moment
            if random.random() < leaving[customer]:
                break
            moment += random.exponential(1 / rate[customer])
    return frequency, recency, ages
