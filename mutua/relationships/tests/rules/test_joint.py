"""What two sides that say cell by cell what they want amount to."""

from __future__ import annotations

import pytest

from mutua.relationships.rules.joint import CellState, Said, cells_of


def said(number: int, *activities: str, wish: str = "", by: str = "") -> Said:
    return Said(number, frozenset(activities), wish, by)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([], None),
        ([("us", said(1, "cpfr"))], CellState.OURS),
        ([("customer", said(1, wish="Two days shorter"))], CellState.THEIRS),
        ([("us", said(1, "cpfr")), ("customer", said(2, wish="Two days shorter"))], CellState.CONFLICT),
        ([("us", said(1, "cpfr")), ("customer", said(2, "cpfr"))], CellState.AGREED),
        ([("us", said(1, "cpfr", wish="Soon ")), ("customer", said(2, "cpfr", wish="soon"))], CellState.AGREED),
        ([("us", said(1, "cpfr", wish="Soon")), ("customer", said(2, "cpfr", wish="Not before May"))], CellState.CONFLICT),
        ([("us", said(1, wish="Soon")), ("customer", said(2, wish="Not before May"))], CellState.CONFLICT),
        ([("us", said(1, "cpfr", "vmi")), ("customer", said(2, "cpfr"))], CellState.CONFLICT),
        # the last word of each side counts
        ([("us", said(1, "cpfr")), ("customer", said(2, "vmi")), ("us", said(3, "vmi"))], CellState.AGREED),
        ([("us", said(1, "cpfr")), ("customer", said(2, "cpfr")), ("us", said(3, "vmi"))], CellState.CONFLICT),
        # to say nothing is no agreement about something
        ([("us", said(1)), ("customer", said(2))], CellState.EMPTY),
        ([("us", said(1, "cpfr")), ("customer", said(2))], CellState.CONFLICT),
        ([("us", said(1))], CellState.EMPTY),
    ],
)
def test_the_state_of_a_cell(words: list[tuple[str, Said]], state: CellState | None) -> None:
    cells = cells_of((7, side, what) for side, what in words)
    assert (cells[7].state if cells else None) == state
