"""Who was alike before."""

from __future__ import annotations

import random

from mutua.relationships.rules.likeness import most_alike


def test_the_nearest_in_size_and_growth_come_first() -> None:
    others = {1: [100, 100, 120, 120], 2: [1000, 1000, 1200, 1200], 3: [100, 100, 50, 50], 4: [90, 90, 110, 110]}
    assert most_alike([100, 100, 121, 121], others)[:2] == [1, 4]


def test_of_two_of_one_size_the_one_that_grows_alike_is_nearer() -> None:
    """Both had 400 in all; the one of 2 grew by a tenth as we did, the one of 1 shrank."""
    assert most_alike([95, 95, 105, 105], {1: [110, 110, 90, 90], 2: [95, 95, 105, 105]}) == [2, 1]


def test_who_had_nothing_in_a_half_is_not_alike() -> None:
    assert most_alike([1, 1], {1: [0, 1], 2: [1, 0], 3: [1, 1]}) == [3]
    assert most_alike([0, 1], {3: [1, 1]}) == []
    assert most_alike([1, 1], {}) == []


def test_at_most_so_many_and_always_the_same_ones() -> None:
    dice = random.Random(4)
    others = {key: [dice.uniform(1, 9) for _ in range(6)] for key in range(60)}
    found = most_alike([3.0] * 6, others, most=20)
    assert len(found) == 20
    assert found == most_alike([3.0] * 6, dict(reversed(others.items())), most=20)
