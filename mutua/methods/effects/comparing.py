"""One comparison of changes: what treated units changed by, less what the others changed by, and what each unit adds to the error.

Without covariates: two means. With them: the doubly robust estimator of Sant'Anna & Zhao 2020 (logit for who is treated, least squares
for how the others changed), right where either of the two models is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mutua.methods.effects.numbers import Numbers

STEPS, SMALL = 50, 1e-10
# A probability so near 1 means that nobody like them is among the others: their weight would be without bound.
OVERLAP = 0.999


def compare(change: Numbers, treated: NDArray[np.bool_], covariates: Numbers | None) -> tuple[float, Numbers]:
    """Effect on the treated, and the influence of each unit, mean zero, as if these units were the whole sample.

    change, treated: one entry a unit. covariates: units × k, without a constant. ValueError where covariates separate both sides.
    """
    if covariates is None:
        return _two_means(change, treated)
    return _doubly_robust(change, treated.astype(float), np.column_stack([np.ones(len(change)), covariates]))


def _two_means(change: Numbers, treated: NDArray[np.bool_]) -> tuple[float, Numbers]:
    n = len(change)
    theirs, others = float(change[treated].mean()), float(change[~treated].mean())
    influence = np.where(treated, (change - theirs) * n / treated.sum(), -(change - others) * n / (~treated).sum())
    return theirs - others, influence


def _doubly_robust(change: Numbers, treated: Numbers, design: Numbers) -> tuple[float, Numbers]:
    n, other = len(change), 1 - treated
    if other.sum() < design.shape[1] or np.linalg.matrix_rank(design[other == 1]) < design.shape[1]:
        raise ValueError("There are too few units to compare with for so many covariates, or two covariates say the same.")
    chance, chance_influence = _who_is_treated(treated, design)
    bread = np.linalg.inv((design * other[:, None]).T @ design / n)
    fitted = design @ (bread @ (design * other[:, None]).T @ change / n)
    residual = change - fitted
    fit_influence = (design * (other * residual)[:, None]) @ bread

    weight = chance * other / (1 - chance)
    theirs, others = float((treated * residual).sum() / treated.sum()), float((weight * residual).sum() / weight.sum())
    theirs_influence = treated * (residual - theirs) - fit_influence @ (design * treated[:, None]).mean(axis=0)
    others_influence = (
        weight * (residual - others)
        + chance_influence @ (design * (weight * (residual - others))[:, None]).mean(axis=0)
        - fit_influence @ (design * weight[:, None]).mean(axis=0)
    )
    return theirs - others, theirs_influence / treated.mean() - others_influence / weight.mean()


def _who_is_treated(treated: Numbers, design: Numbers) -> tuple[Numbers, Numbers]:
    """Logit by Newton's method: the chance of each unit, and its influence on the coefficients."""
    coefficients = np.zeros(design.shape[1])
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ coefficients, -500, 500)))
        bread = np.linalg.pinv((design * (chance * (1 - chance))[:, None]).T @ design)
        step = bread @ design.T @ (treated - chance)
        coefficients = coefficients + step
        if np.abs(step).max() < SMALL * max(1.0, float(np.abs(coefficients).max())):
            break
    chance = 1 / (1 + np.exp(-np.clip(design @ coefficients, -500, 500)))
    if not np.isfinite(chance).all() or chance[treated == 1].max() > OVERLAP:
        raise ValueError("The covariates tell treated units from the others completely: there is nobody to compare some of them with.")
    return chance, (design * (treated - chance)[:, None]) @ (bread * len(treated))
