"""Greatest likelihood of models with positive parameters, and how sure these are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from mutua.methods.lifetime_value.inputs import Floats

Likelihood = Callable[[Floats], tuple[float, Floats]]

FURTHEST = 12.0  # a logarithm: parameters of e¹² times the usual are as good as none
STEP = 1e-4


def most_likely(likelihood: Likelihood, start: Sequence[float]) -> tuple[Floats, float, Floats]:
    """(parameters, logarithm of their likelihood, their standard errors).

    likelihood: of positive parameters, the logarithm of their likelihood and its gradient. start: parameters of a usual size; the search is for
    their logarithms. A standard error is infinite where the data do not bound its parameter.
    """
    usual = np.asarray(start, dtype=np.float64)

    def steeply(logs: Floats) -> tuple[float, Floats]:
        parameters = usual * np.exp(logs)
        value, gradient = likelihood(parameters)
        return -value, -gradient * parameters

    # Scaled, so that the search ends at the same place for ten customers and for a million
    scale = abs(steeply(np.zeros(len(usual)))[0]) or 1.0
    found = minimize(
        lambda logs: tuple(part / scale for part in steeply(logs)),
        np.zeros(len(usual)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-FURTHEST, FURTHEST)] * len(usual),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    logs = found.x
    free = np.abs(logs) < FURTHEST - STEP
    curvature = _curvature(steeply, logs)
    parameters = usual * np.exp(logs)
    errors = np.full(len(usual), np.inf)
    inside = curvature[np.ix_(free, free)]
    if free.any() and np.linalg.eigvalsh(inside)[0] > 0:
        covariance = np.linalg.inv(inside)
        # From logarithms to the parameters themselves
        errors[free] = np.sqrt(np.diag(covariance)) * parameters[free]
    return parameters, -steeply(logs)[0], errors


def _curvature(steeply: Likelihood, logs: Floats) -> Floats:
    """Second derivatives, from differences of the gradient on both sides."""
    rows = []
    for place in range(len(logs)):
        step = np.zeros(len(logs))
        step[place] = STEP
        rows.append((steeply(logs + step)[1] - steeply(logs - step)[1]) / (2 * STEP))
    matrix = np.array(rows)
    return (matrix + matrix.T) / 2
