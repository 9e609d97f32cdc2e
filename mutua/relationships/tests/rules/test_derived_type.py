from __future__ import annotations

from fractions import Fraction

import pytest

from mutua.relationships.rules.derived_type import Defined, derive_type
from mutua.relationships.rules.kinds import EngagementState as State
from mutua.relationships.rules.kinds import RelationshipType as Type

CATALOGUE = [Defined(f"{kind}-{number}", kind) for kind in Type for number in range(4)]


def states(**counts: tuple[int, State]) -> dict[str, State]:
    return {f"{kind}-{number}": state for kind, (many, state) in counts.items() for number in range(many)}


def test_nothing_done_is_no_type() -> None:
    derived = derive_type(CATALOGUE, {})
    assert derived.type is None
    assert [row.share for row in derived.coverage] == [0, 0, 0, 0]


def test_the_largest_coverage_names_the_type_and_brings_its_evidence() -> None:
    derived = derive_type(CATALOGUE, states(independent=(1, State.FULL), strategic=(3, State.FULL)))
    assert (derived.type, derived.mixed_with, derived.emerging) == (Type.STRATEGIC, None, False)
    evidence = derived.coverage_of(Type.STRATEGIC)
    assert (evidence.share, len(evidence.engaged), evidence.missing) == (Fraction(3, 4), 3, ("strategic-3",))


@pytest.mark.parametrize(
    ("state", "weight"),
    [(State.PLANNED, 0), (State.PILOT, Fraction(1, 4)), (State.PARTIAL, Fraction(1, 2)), (State.FULL, 1), (State.RETIRED, 0)],
)
def test_a_state_has_its_weight(state: State, weight: Fraction) -> None:
    derived = derive_type(CATALOGUE, states(cooperative=(4, state)))
    assert derived.coverage_of(Type.COOPERATIVE).share == weight


def test_on_a_tie_the_less_involved_type_stands_and_both_are_named() -> None:
    derived = derive_type(CATALOGUE, states(cooperative=(2, State.FULL), collaborative=(2, State.FULL)))
    assert (derived.type, derived.mixed_with) == (Type.COOPERATIVE, Type.COLLABORATIVE)


def test_under_a_quarter_it_is_emerging_and_at_a_quarter_no_more() -> None:
    assert derive_type(CATALOGUE, states(strategic=(3, State.PILOT))).emerging
    assert not derive_type(CATALOGUE, states(strategic=(4, State.PILOT))).emerging


def test_a_second_type_at_four_fifths_makes_it_mixed_and_less_does_not() -> None:
    five = [Defined(f"{kind}-{number}", kind) for kind in Type for number in range(5)]
    full = states(strategic=(5, State.FULL))
    assert derive_type(five, full | states(cooperative=(4, State.FULL))).mixed_with == Type.COOPERATIVE
    assert derive_type(five, full | states(cooperative=(3, State.FULL))).mixed_with is None


def test_an_activity_of_another_touchpoint_is_refused() -> None:
    with pytest.raises(ValueError, match="do not belong to the touchpoint: elsewhere"):
        derive_type(CATALOGUE, {"elsewhere": State.FULL})
