from __future__ import annotations

from decimal import Decimal as D

import pytest

from mutua.relationships.rules.planning import Broken, Planned, TierFloor, Violation, check_plan, place_forced, use_of
from mutua.relationships.rules.sizing import quarters_for, spread


def item(key: str, **values: object) -> Planned:
    given: dict[str, object] = {"costs": (D(10),), "returns": (D(30),), "hours": {"Logistics": (D(5),)}, "lasts": 1, **values}
    return Planned(key=key, account="A", **given)  # type: ignore[arg-type]


ITEMS = {"edi": item("edi"), "crp": item("crp", requires=("edi",), costs=(D(10), D(10)), lasts=2), "cpfr": item("cpfr", ready=False)}
ENOUGH = {"budgets": [D(20)] * 3, "capacity": {"Logistics": [D(10)] * 3}}


def test_a_sound_plan_breaks_nothing() -> None:
    assert check_plan(ITEMS, {"edi": 0, "crp": 1}, **ENOUGH) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "means", "broken"),
    [
        ({"cpfr": 0}, ENOUGH, Violation(Broken.GATE, "cpfr")),
        ({"edi": 0, "crp": 0}, ENOUGH, Violation(Broken.PREREQUISITE, "crp", 0)),
        ({"crp": 1}, ENOUGH, Violation(Broken.PREREQUISITE, "crp", 1)),
        ({"edi": 0}, {**ENOUGH, "budgets": [D(9)] * 3}, Violation(Broken.BUDGET, "", 0, D(1))),
        ({"edi": 2}, {**ENOUGH, "capacity": {"Logistics": [D(10), D(10), D(4)]}}, Violation(Broken.HOURS, "Logistics", 2, D(1))),
        ({"edi": 1}, {**ENOUGH, "capacity": {}}, Violation(Broken.HOURS, "Logistics", 1, D(5))),
    ],
)
def test_each_promise_that_would_be_broken_is_named(start: dict[str, int], means: dict[str, object], broken: Violation) -> None:
    assert check_plan(ITEMS, start, **means) == [broken]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("floor", "is_reached"),
    [(TierFloor(1, items=1), True), (TierFloor(1, items=2), False), (TierFloor(1, money=D(10)), True), (TierFloor(1, money=D(11)), False), (TierFloor(2, items=1), False)],
)  # fmt: skip
def test_what_a_tier_gets_at_least_is_asked_before_approval(floor: TierFloor, is_reached: bool) -> None:
    """One chosen item of the first tier, for 10; the second of that tier and the one of the second are left out."""
    items = {"edi": item("edi", tier=1), "vmi": item("vmi", tier=1), "crp": item("crp", tier=2)}
    broken = [] if is_reached else [Violation(Broken.FLOOR, str(floor.tier))]
    assert check_plan(items, {"edi": 0}, **ENOUGH, floors=[floor]) == broken  # type: ignore[arg-type]


def test_what_lies_behind_the_year_is_not_counted() -> None:
    assert use_of(ITEMS, {"crp": 2}, 3).money == (D(0), D(0), D(10))


def test_a_forced_item_brings_what_it_needs_and_starts_after_it() -> None:
    items = {**ITEMS, "crp": item("crp", requires=("edi",), forced=True)}
    assert place_forced(items) == {"edi": 0, "crp": 1}


def test_a_circle_is_named() -> None:
    items = {"a": item("a", requires=("b",), forced=True), "b": item("b", requires=("a",))}
    with pytest.raises(ValueError, match="wait for each other"):
        place_forced(items)


@pytest.mark.parametrize(("days", "quarters"), [(0, 1), (92, 1), (93, 2), (365, 4)])
def test_lead_time_becomes_whole_quarters(days: int, quarters: int) -> None:
    assert quarters_for(days) == quarters


def test_an_amount_is_spread_to_the_cent() -> None:
    assert spread(D(100), 3) == [D("33.34"), D("33.33"), D("33.33")]
