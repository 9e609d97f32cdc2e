from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.relationships.rules.on_time import Window
from mutua.relationships.rules.reconciling import Reason, Told, by_number, differences, same_number, shipped_on_time

WINDOW = Window(early_days=1, late_days=2, completeness=Decimal("0.95"))
DUE = date(2026, 3, 10)
OURS = Told("A1", True)


def theirs(late: int | None = 0, came: int = 100, *, good: bool = False) -> Told:
    return Told("A1", good, DUE, None if late is None else DUE + timedelta(days=late), Decimal(100), Decimal(came))


@pytest.mark.parametrize(
    ("ours", "their", "reason"),
    [
        (OURS, theirs(3), Reason.LATE),
        (OURS, theirs(None), Reason.LATE),
        (OURS, theirs(3, 50), Reason.LATE),
        (OURS, theirs(-2), Reason.EARLY),
        (OURS, theirs(2, 94), Reason.SHORT),
        (OURS, theirs(2, 95), Reason.OTHER),
        (Told("A1", False), theirs(good=True), Reason.THEY_ACCEPT),
        (None, theirs(9), Reason.NOT_OURS),
        (OURS, None, Reason.NOT_THEIRS),
    ],
)
def test_why_it_differs(ours: Told | None, their: Told | None, reason: Reason) -> None:
    sides = [{} if one is None else {"A1": one} for one in (ours, their)]
    [found] = differences(sides[0], sides[1], WINDOW)
    assert found.reason is reason


def test_where_both_say_the_same_nothing_differs() -> None:
    assert differences({"A1": OURS}, {"A1": theirs(good=True)}, WINDOW) == []
    assert differences({"A1": Told("A1", False)}, {"A1": theirs(9)}, WINDOW) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_effects_add_up_to_what_lies_between_both_numbers(seed: int) -> None:
    dice = random.Random(seed)
    ours = {str(n): Told(str(n), dice.random() < 0.95) for n in range(200) if dice.random() < 0.98}
    there = {str(n): Told(str(n), dice.random() < 0.9) for n in range(200) if dice.random() < 0.98}
    between = sum(one.good for one in there.values()) - sum(one.good for one in ours.values())
    assert sum(one.effect for one in differences(ours, there, WINDOW)) == between


def test_numbers_are_one_however_they_are_written() -> None:
    assert len({same_number(text) for text in ("ASN 0012", "asn0012", " ASN0012 ")}) == 1
    assert same_number("00042") == same_number("42") != same_number("420")
    assert by_number([Told("42", True), Told("0042", False)])["42"].good


def test_shipped_on_time_is_when_it_left() -> None:
    day = timedelta(days=1)
    assert shipped_on_time(DUE, DUE, DUE + 9 * day)
    assert not shipped_on_time(DUE, DUE + day, DUE + day)
    assert shipped_on_time(DUE, None, DUE)
    assert not shipped_on_time(DUE, None, None)
