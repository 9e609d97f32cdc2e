"""Gamma-Gamma: what a customer spends varies around a mean (gamma), and the means of customers differ (gamma).

Fader & Hardie 2013, The Gamma-Gamma model of monetary value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from mutua.methods.lifetime_value.fitting import most_likely
from mutua.methods.lifetime_value.inputs import Floats, column, distinct, enough, repeat_buyers, same_length, whole_numbers


@dataclass(frozen=True)
class GammaGamma:
    """A purchase: gamma with shape p and a rate that differs between customers, gamma with shape q and rate v (in money).

    standard_errors: {name of a parameter: its standard error}, infinite where the data do not bound it. customers: how many it was fitted to.
    """

    p: float
    q: float
    v: float
    log_likelihood: float
    standard_errors: dict[str, float]
    customers: int

    def expected_value(self, frequency: ArrayLike, mean_value: ArrayLike) -> Floats:
        """Money of a purchase to come, shape (customers,); between what the customer spent and what all do, the nearer to the former the more it
        bought. Who never bought again (frequency 0) is expected to spend what all do. Raises ValueError where the model has no such mean.
        """
        times, value = column("frequency", frequency), column("mean_value", mean_value)
        same_length(frequency=times, mean_value=value)
        whole_numbers(times)
        divisor = self.p * times + self.q - 1
        if (divisor <= 0).any():
            raise ValueError(
                f"With q = {self.q:.3g} the mean over customers is not finite: what such a customer will spend cannot be said."
            )
        return self.p * (self.v + times * value) / divisor


def fit_gamma_gamma(frequency: ArrayLike, mean_value: ArrayLike) -> GammaGamma:
    """The most likely model of repeat buyers. frequency: repeat purchases ≥ 1; mean_value: money of one of these on average > 0; one of each a
    customer. Raises ValueError for others, TooFew below a hundred.
    """
    times, value = repeat_buyers(frequency, mean_value)
    enough(len(times), "repeat buyers")
    (x, mean), _place, count = distinct(times, value)
    spent = x * mean
    log_spent = np.log(spent)
    customers = count.sum()

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        p, q, v = parameters
        log_both = np.log(v + spent)
        logs = gammaln(p * x + q) - gammaln(p * x) + p * x * log_spent - (p * x + q) * log_both
        value = count @ (logs - np.log(mean)) + customers * (q * np.log(v) - gammaln(q))
        gradient = np.array(
            [
                count @ (x * (digamma(p * x + q) - digamma(p * x) + log_spent - log_both)),
                count @ (digamma(p * x + q) - log_both) + customers * (np.log(v) - digamma(q)),
                customers * q / v - count @ ((p * x + q) / (v + spent)),
            ]
        )
        return float(value), gradient

    found, log_likelihood, errors = most_likely(likelihood, (2.0, 2.0, float(value.mean())))
    p, q, v = map(float, found)
    return GammaGamma(p, q, v, log_likelihood, dict(zip(("p", "q", "v"), map(float, errors), strict=True)), len(times))
