"""What every model of buying is asked: how often a new customer will buy, how often these will, and whether they are still there."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike

from mutua.methods.lifetime_value.inputs import Floats, column, distinct, histories


class Buying(ABC):
    """A fitted model of how often customers buy and when they leave."""

    def expected_purchases(self, t: ArrayLike) -> Floats:
        """Purchases of a new customer in (0, t], the first not counted. t: one or many spans ≥ 0, in the unit of the fit."""
        spans = column("t", np.atleast_1d(t))
        found = self.still_to_come(np.zeros(len(spans)), np.zeros(len(spans)), spans)
        return found if np.ndim(t) else found[0]

    def expected_purchases_of(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, t: ArrayLike) -> Floats:
        """Purchases of these customers in (age, age + t], shape (customers,). t: one span for all, or one a customer."""
        times, last, known = histories(frequency, recency, age)
        spans = column("t", np.atleast_1d(t))
        if len(spans) not in (1, len(times)):
            raise ValueError(f"t must be one span for all, or one a customer, but there are {len(spans)} for {len(times)}.")
        spans = np.broadcast_to(spans, times.shape)
        (some_times, some_known, some_spans), place, _count = distinct(times, known, spans)
        return self.still_to_come(some_times, some_known, some_spans)[place] * self.alive(times, last, known)

    def probability_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """That these customers have not left yet, shape (customers,)."""
        return self.alive(*histories(frequency, recency, age))

    @abstractmethod
    def still_to_come(self, times: Floats, known: Floats, spans: Floats) -> Floats:
        """Purchases in (age, age + span] of customers of whom it is known that they have not left, shape (customers,); nothing is checked."""

    @abstractmethod
    def alive(self, times: Floats, last: Floats, known: Floats) -> Floats:
        """As `probability_alive`, of columns that were checked."""
