"""From effects by group and period to one number, with the error that estimated group sizes add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mutua.methods.effects.numbers import Estimate, Numbers, from_influence

How = Literal["simple", "dynamic", "group", "calendar"]
Cells = Sequence[tuple[float, float]]


def average(first_treated: Numbers, cells: Cells, effects: Numbers, influence: Numbers, how: How) -> Estimate:
    """first_treated: one a unit. cells: (group, period) of each effect; influence: units × effects. ValueError on an unknown `how`."""
    after = [index for index, (group, period) in enumerate(cells) if period >= group]
    if how == "simple":
        sets = [after]
    elif how == "dynamic":
        sets = _by([_since(cells, index) for index in after], after)
    elif how == "calendar":
        sets = _by([cells[index][1] for index in after], after)
    elif how == "group":
        return _by_group(first_treated, cells, effects, influence, after)
    else:
        raise ValueError(f'An overall effect is "simple", "dynamic", "group" or "calendar", not {how!r}.')
    parts = [_by_size(first_treated, [cells[index][0] for index in one], effects[one], influence[:, one]) for one in sets]
    return from_influence(float(np.mean([effect for effect, _ in parts])), np.mean([own for _, own in parts], axis=0))


def _since(cells: Cells, index: int) -> int:
    """How many periods of the panel after its beginning, so that uneven steps between periods do not matter."""
    group, period = cells[index]
    return sum(group <= when <= period for when in {cell[1] for cell in cells})


def _by(keys: Sequence[float], indexes: Sequence[int]) -> list[list[int]]:
    return [[index for key, index in zip(keys, indexes, strict=True) if key == one] for one in sorted(set(keys))]


def _by_group(first_treated: Numbers, cells: Cells, effects: Numbers, influence: Numbers, after: Sequence[int]) -> Estimate:
    groups = sorted({cells[index][0] for index in after})
    of = [[index for index in after if cells[index][0] == group] for group in groups]
    means = np.array([effects[one].mean() for one in of])
    own = np.column_stack([influence[:, one].mean(axis=1) for one in of])
    return from_influence(*_by_size(first_treated, groups, means, own))


def _by_size(first_treated: Numbers, groups: Sequence[float], effects: Numbers, influence: Numbers) -> tuple[float, Numbers]:
    """Mean weighted by how many units are in each group; that these sizes are those of a sample adds to the error."""
    member = (first_treated[:, None] == np.asarray(groups)[None, :]).astype(float)
    share = member.mean(axis=0)
    total = share.sum()
    effect = float(share @ effects / total)
    return effect, influence @ (share / total) + (member - share) @ ((effects - effect) / total)
