from __future__ import annotations

import random

import pytest

from mutua.strategy.rules.scoring import between, room, score


def test_values_stand_between_the_least_and_the_greatest():
    assert between({"a": 10, "b": 30, "c": 20, "d": None}) == {"a": 0, "b": 1, "c": 0.5, "d": None}
    assert between({"a": 7, "b": 7}) == {"a": 0.5, "b": 0.5}
    assert between({"a": None}) == {"a": None}


def test_what_is_not_known_counts_neither_for_nor_against():
    assert score({"size": 1.0, "growth": 0.0}, {"size": 30, "growth": 10}) == 0.75
    assert score({"size": 1.0, "growth": None}, {"size": 30, "growth": 10}) == 1.0
    assert score({"size": None}, {"size": 30}) is None
    assert score({"size": 1.0}, {"size": 0}) is None


def test_a_turn_that_can_be_worked_out_by_hand():
    """A: (w·1 + 10·0) / (w + 10); B: (w·0 + 10·1) / (w + 10): they meet where w is 10."""
    cells = {"A": {"size": 1.0, "growth": 0.0}, "B": {"size": 0.0, "growth": 1.0}}
    found = room(cells, {"size": 4, "growth": 10}, "size")
    assert found.below is None
    assert found.above is not None
    assert (found.above.weight, found.above.cells) == (pytest.approx(10), ("A", "B"))
    other = room(cells, {"size": 25, "growth": 10}, "size")
    assert other.above is None
    assert other.below is not None
    assert other.below.weight == pytest.approx(10)


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_turn_is_where_a_walk_in_small_steps_first_sees_another_order(seed):
    draw = random.Random(seed)
    names = ["size", "growth", "margin"]
    cells = {cell: {name: None if draw.random() < 0.2 else draw.random() for name in names} for cell in "ABCD"}
    weights = {name: float(draw.randint(5, 60)) for name in names}
    found = room(cells, weights, "growth")

    def order(weight):
        scores = {cell: score(values, {**weights, "growth": weight}) for cell, values in cells.items()}
        return sorted((cell for cell in cells if scores[cell] is not None), key=lambda cell: scores[cell] or 0)

    def walk(step, far):
        first, at = order(weights["growth"]), weights["growth"]
        while 0 < at + step < far:
            at += step
            if order(at) != first:
                return at
        return None

    for turn, seen in ((found.above, walk(0.02, 200.0)), (found.below, walk(-0.02, 1e9))):
        if seen is None:
            assert turn is None or not 0.03 < turn.weight < 199.9
        else:
            assert turn is not None
            assert turn.weight == pytest.approx(seen, abs=0.025)
