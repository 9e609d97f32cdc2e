"""Which accounts were alike before, by how much they ordered and where that was going."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

MOST = 20


def most_alike(own: Sequence[float], others: Mapping[int, Sequence[float]], *, most: int = MOST) -> list[int]:
    """Keys of the others that were nearest before, the nearest first; of equal ones the smaller key.

    own, others: the outcome in the periods before, oldest first, in one unit; the two features are the size (its logarithm) and the growth from the
    first half to the second, each measured by how far the others lie apart. Others without anything in either half are not alike.
    """
    wanted = _features(own)
    found = {key: features for key, values in others.items() if (features := _features(values)) is not None}
    if wanted is None or not found:
        return []
    spreads = [pstdev(column) or 1.0 for column in zip(*found.values(), strict=True)]
    far = {
        key: math.hypot(*((mine - theirs) / spread for mine, theirs, spread in zip(wanted, features, spreads, strict=True)))
        for key, features in found.items()
    }
    return sorted(far, key=lambda key: (far[key], key))[:most]


def _features(values: Sequence[float]) -> tuple[float, float] | None:
    half = len(values) // 2
    first, second = values[:half], values[half:]
    if not first or fmean(first) <= 0 or fmean(second) <= 0:
        return None
    return math.log(fmean(values)), math.log(fmean(second) / fmean(first))
