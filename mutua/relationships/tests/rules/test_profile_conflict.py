"""When two profiles say different things about one touchpoint."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mutua.relationships.rules.profile_conflict import Cell, conflict, difference

SAID = Cell(frozenset({"crp"}), Decimal("0.95"), "Two days shorter", "order-to-delivery", Decimal(-2))


@pytest.mark.parametrize(("first", "second"), [("Two days shorter", "  two DAYS shorter\n"), ("  two DAYS shorter\n", "Two days shorter")])
def test_a_wish_is_the_same_however_it_is_typed(first: str, second: str) -> None:
    assert not conflict(replace(SAID, wish=first), replace(SAID, wish=second))


@pytest.mark.parametrize(
    "other",
    [{"wish": "Three days shorter"}, {"performance": Decimal("0.96")}, {"measure": "fill-rate"}, {"change": Decimal(-3)}, {"activities": frozenset({"vmi"})}],
)  # fmt: skip
def test_whatever_else_is_said_otherwise_is_a_conflict(other: dict[str, Any]) -> None:
    assert conflict(SAID, replace(SAID, **other))


def test_who_says_nothing_conflicts_with_nobody() -> None:
    assert not conflict(SAID, Cell(frozenset()))
    assert not conflict(None, SAID)
    assert not conflict(SAID, SAID)


def test_practices_are_told_by_whose_they_are() -> None:
    told = difference(Cell(frozenset({"crp", "edi-asn"})), Cell(frozenset({"edi-asn", "vmi"})))
    assert (told.only_first, told.only_second, told.both, told.otherwise) == ({"crp"}, {"vmi"}, {"edi-asn"}, False)
