"""What the plan could be worth at most, and what everything costs there: the linear relaxation and its prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutua.methods.portfolio.problem import Floats
from mutua.methods.portfolio.programme import Bools, Programme


@dataclass(frozen=True)
class Relaxation:
    """bound: no plan is worth more. share: how much of each column the relaxation takes. advantage: worth of each column after
    paying the prices of what it uses.

    The bound is computed here from the prices (weak duality: limits · prices + Σ max(0, advantage) for any prices ≥ 0), so it
    holds even where the solver of the relaxation was inexact or stopped early.
    """

    bound: float
    share: Floats
    advantage: Floats

    def at_most_with(self, column: int) -> float:
        """No plan that contains this column is worth more."""
        return self.bound + min(0.0, float(self.advantage[column]))

    def undecided(self, at_least: float) -> Bools:
        """Columns that could differ from the relaxation's own side in a plan worth more than `at_least`."""
        return np.asarray(self.bound - np.abs(self.advantage) > at_least, dtype=bool)


def relax(programme: Programme, *, iterations: int) -> Relaxation:
    """Solves it by the dual simplex method, at most so many iterations; after that the bound is what one has, only weaker."""
    from scipy.optimize import linprog

    width = len(programme.worth)
    prices, share = np.zeros(len(programme.limits)), np.zeros(width)
    if width and len(programme.limits):
        found = linprog(
            -programme.worth,
            A_ub=programme.matrix,
            b_ub=programme.limits,
            bounds=(0, 1),
            method="highs-ds",
            options={"maxiter": iterations},
        )
        if found.status == 0:
            prices, share = np.maximum(0.0, -found.ineqlin.marginals), np.clip(found.x, 0.0, 1.0)
    advantage = programme.worth - programme.matrix.T @ prices
    bound = float(programme.limits @ prices + np.maximum(0.0, advantage).sum())
    return Relaxation(bound, share, advantage)
