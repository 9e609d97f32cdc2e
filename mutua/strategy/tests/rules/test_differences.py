from __future__ import annotations

import pytest

from mutua.strategy.rules.differences import apart, rows
from mutua.strategy.rules.objectives import line_up, tree


@pytest.mark.parametrize(
    ("left", "right"),
    [("two days sooner", "three days sooner"), ("", "all new"), ("a  b\nc", "a b c d"), ("the same", "the same"), ("gone", "")],
)
def test_the_pieces_of_a_side_are_its_text(left, right):
    ours, theirs = apart(left, right)
    assert ("".join(piece.text for piece in ours), "".join(piece.text for piece in theirs)) == (left, right)


def test_only_the_words_that_differ_are_marked():
    ours, theirs = apart("goods two days sooner", "goods three days sooner")
    assert [(piece.text, piece.differs) for piece in ours] == [("goods ", False), ("two ", True), ("days sooner", False)]
    assert [piece.text for piece in theirs if piece.differs] == ["three "]


def test_a_line_says_on_which_side_it_stands():
    left, right = (
        [("Portal", "chosen"), ("Fair", "thought of"), ("Price", "+5")],
        [("Price", "+7"), ("Portal", "chosen"), ("Stock", "chosen")],
    )
    told = rows(left, right)
    assert [(row.label, row.status) for row in told] == [("Portal", "same"), ("Fair", "removed"), ("Price", "changed"), ("Stock", "added")]


def test_lines_with_one_name_do_not_swallow_each_other():
    told = rows([("Training", "2027, 1,000"), ("Training", "2028, 5,000")], [("Training", "2028, 5,000")])
    assert [(row.status, "".join(piece.text for piece in row.left)) for row in told] == [
        ("same", "2028, 5,000"),
        ("removed", "2027, 1,000"),
    ]


def test_the_tree_places_each_after_the_one_that_it_serves():
    above = {1: None, 2: 1, 3: 1, 4: 3, 5: 99, 6: None}
    assert tree([1, 2, 3, 4, 5, 6], above) == [(1, 0), (2, 1), (3, 1), (4, 2), (5, 0), (6, 0)]
    assert tree([4, 3, 1], above) == [(1, 0), (3, 1), (4, 2)]
    assert line_up(4, above) == [4, 3, 1]
    assert line_up(1, {1: 2, 2: 1}) == [1, 2], "a circle ends"
