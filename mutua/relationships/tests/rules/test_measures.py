from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mutua.relationships.rules.measures import Better, Definition, Unit, Wrong, figure_is_possible, wrongs

SHARE = {"unit": Unit.SHARE, "better": Better.HIGHER, "target": Decimal("0.95"), "tolerance": Decimal("0.90")}
DAYS = {"unit": Unit.DAYS, "better": Better.LOWER, "target": Decimal(5), "tolerance": Decimal(10), "window_days": 60}
ERROR = {"unit": Unit.SHARE, "better": Better.LOWER, "target": Decimal("0.2"), "tolerance": Decimal("1.2")}


@pytest.mark.parametrize("standing", [SHARE, DAYS, ERROR])
def test_a_definition_that_can_stand_has_nothing_wrong(standing: dict[str, Any]) -> None:
    assert wrongs(Definition(**standing)) == []


@pytest.mark.parametrize(
    ("standing", "changed", "wrong"),
    [
        (SHARE, {"tolerance": Decimal("0.96")}, Wrong.TOLERANCE_ABOVE_TARGET),
        (SHARE, {"tolerance": Decimal(0)}, Wrong.TOLERANCE_RANGE),
        (SHARE, {"target": Decimal("1.01")}, Wrong.TARGET_RANGE),
        (SHARE, {"target": Decimal(1), "tolerance": Decimal(1)}, Wrong.TOLERANCE_RANGE),
        (SHARE, {"break_even": Decimal("0.91")}, Wrong.BREAK_EVEN),
        (SHARE, {"least_share": Decimal(1)}, Wrong.LEAST_SHARE),
        (DAYS, {"tolerance": Decimal(4)}, Wrong.TOLERANCE_BELOW_TARGET),
        (DAYS, {"break_even": Decimal(9)}, Wrong.BREAK_EVEN),
        (DAYS, {"window_days": 9}, Wrong.WINDOW),
        (DAYS, {"target": Decimal(-1)}, Wrong.TARGET_RANGE),
        (ERROR, {"tolerance": Decimal("0.1")}, Wrong.TOLERANCE_BELOW_TARGET),
    ],
)
def test_what_cannot_be_is_named(standing: dict[str, Any], changed: dict[str, Any], wrong: Wrong) -> None:
    assert wrongs(Definition(**{**standing, **changed})) == [wrong]


@pytest.mark.parametrize(
    ("above", "below", "unit", "better", "possible"),
    [
        (9, 10, Unit.SHARE, Better.HIGHER, True),
        (11, 10, Unit.SHARE, Better.HIGHER, False),
        (-1, 10, Unit.SHARE, Better.HIGHER, False),
        (0, 0, Unit.SHARE, Better.HIGHER, False),
        (110, 10, Unit.DAYS, Better.LOWER, True),
        (15, 10, Unit.SHARE, Better.LOWER, True),
    ],
)
def test_a_proportion_is_never_more_than_all(above: int, below: int, unit: Unit, better: Better, possible: bool) -> None:
    assert figure_is_possible(Decimal(above), Decimal(below), unit=unit, better=better) is possible
