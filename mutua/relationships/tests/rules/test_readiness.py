from __future__ import annotations

from decimal import Decimal as D
from fractions import Fraction

import pytest

from mutua.relationships.rules.kinds import Dimension as Dim
from mutua.relationships.rules.kinds import Side
from mutua.relationships.rules.readiness import check_ready

CPFR = {Dim.DATA: D(4), Dim.SYSTEMS: D(3), Dim.PEOPLE: D(3), Dim.PROCESS: D(3), Dim.WILL: D(4)}
OURS = {Dim.DATA: D(4), Dim.SYSTEMS: D(3), Dim.PEOPLE: D("3.2"), Dim.PROCESS: D(3), Dim.WILL: D(4)}
ALDER = {Dim.DATA: D("0.8"), Dim.SYSTEMS: D(3), Dim.PEOPLE: D(3), Dim.PROCESS: D("3.2"), Dim.WILL: D("0.8")}


def test_the_least_ready_dimension_of_either_side_is_the_ratio() -> None:
    ready = check_ready(CPFR, OURS, ALDER)
    assert ready.ratio == Fraction(1, 5)
    assert [(row.side, row.dimension) for row in ready.short_of()] == [(Side.THEM, Dim.DATA), (Side.THEM, Dim.WILL)]


def test_our_own_side_counts_as_much() -> None:
    assert check_ready({Dim.DATA: D(4)}, {Dim.DATA: D(1)}, {Dim.DATA: D(4)}).ratio == Fraction(1, 4)


def test_more_than_needed_is_not_more_than_ready() -> None:
    assert check_ready({Dim.DATA: D(1)}, {Dim.DATA: D(4)}, {Dim.DATA: D(4)}).ratio == 1


def test_no_needs_is_ready() -> None:
    assert check_ready({}, {}, {}).ratio == 1
    assert check_ready({Dim.DATA: D(0)}, {}, {}).ratio == 1


def test_what_nobody_assessed_opens_no_gate() -> None:
    ready = check_ready({Dim.WILL: D(1)}, {Dim.WILL: D(4)}, {})
    assert ready.ratio == 0
    assert not ready.opens(D("0.1"))


def test_a_gate_set_lower_opens_at_its_own_height() -> None:
    ready = check_ready(CPFR, OURS, ALDER)
    assert ready.opens(D("0.2"))
    assert not ready.opens(D("0.21"))


def test_a_level_above_four_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 4, not at 5"):
        check_ready(CPFR, {Dim.DATA: D(5)}, ALDER)
