"""Promises that hold of every value, each against the words of the promise counted out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mutua.relationships.rules.derived_type import Defined, derive_type
from mutua.relationships.rules.kinds import Dimension, EngagementState, RelationshipType
from mutua.relationships.rules.planning import Broken, Planned, check_plan
from mutua.relationships.rules.readiness import check_ready

TENTHS = st.integers(0, 40).map(lambda tenths: Decimal(tenths) / 10)
LEVELS = st.dictionaries(st.sampled_from(list(Dimension)), TENTHS)
QUARTERS = 3


@given(LEVELS, LEVELS, LEVELS, st.integers(0, 100).map(lambda points: Decimal(points) / 100))
def test_a_gate_is_open_when_both_sides_have_enough_of_everything(
    needs: dict[Dimension, Decimal], ours: dict[Dimension, Decimal], theirs: dict[Dimension, Decimal], gate: Decimal
) -> None:
    """P4: what is not open cannot be approved. Open: each side has, in each dimension that is needed, so much of the need as the gate asks."""
    ready = check_ready(needs, ours, theirs)
    wanted = [(dimension, need) for dimension, need in needs.items() if need]
    enough = all(side.get(dimension, Decimal(0)) >= gate * need for dimension, need in wanted for side in (ours, theirs))
    assert ready.opens(gate) is enough
    assert {(row.side, row.dimension) for row in ready.short_of()} == {
        (name, dimension) for name, side in (("us", ours), ("them", theirs)) for dimension, need in wanted if side.get(dimension, Decimal(0)) < need
    }  # fmt: skip


@st.composite
def plans(draw: Any) -> tuple[dict[str, Planned], dict[str, int], list[Decimal], list[Decimal]]:
    """Up to five items with what they need, where each begins, and the money and hours of three quarters."""
    amounts = st.lists(st.integers(0, 5).map(Decimal), min_size=1, max_size=2)
    items: dict[str, Planned] = {}
    for number in range(draw(st.integers(1, 5))):
        items[str(number)] = Planned(
            key=str(number),
            account="A",
            costs=tuple(draw(amounts)),
            returns=(),
            hours={"Team": tuple(draw(amounts))},
            requires=tuple(draw(st.sets(st.sampled_from(sorted(items)), max_size=2))) if items else (),
            lasts=draw(st.integers(0, 2)),
            ready=draw(st.integers(0, 5)) > 0,
        )
    chosen = draw(st.sets(st.sampled_from(sorted(items))))
    start = {key: draw(st.integers(0, QUARTERS - 1)) for key in sorted(chosen)}
    means = [draw(st.lists(st.integers(0, 12).map(Decimal), min_size=QUARTERS, max_size=QUARTERS)) for _what in range(2)]
    return items, start, means[0], means[1]


@given(plans())
def test_a_plan_may_be_approved_exactly_when_no_promise_is_broken(
    plan: tuple[dict[str, Planned], dict[str, int], list[Decimal], list[Decimal]],
) -> None:
    """P4: no gate is closed. P5: what is needed is over before. P6: no quarter has more money or hours taken than there are."""
    items, start, budget, hours = plan
    broken = {violation.broken for violation in check_plan(items, start, budget, {"Team": hours})}
    gates = all(items[key].ready for key in start)
    order = all(
        needed in start and start[needed] + items[needed].lasts <= begins for key, begins in start.items() for needed in items[key].requires
    )
    money = [
        sum(cost for key, begins in start.items() for after, cost in enumerate(items[key].costs) if begins + after == quarter)
        for quarter in range(QUARTERS)
    ]
    taken = [
        sum(hour for key, begins in start.items() for after, hour in enumerate(items[key].hours["Team"]) if begins + after == quarter)
        for quarter in range(QUARTERS)
    ]
    assert (Broken.GATE not in broken) is gates
    assert (Broken.PREREQUISITE not in broken) is order
    assert (Broken.BUDGET not in broken) is all(spent <= most for spent, most in zip(money, budget, strict=True))
    assert (Broken.HOURS not in broken) is all(spent <= most for spent, most in zip(taken, hours, strict=True))


@given(
    st.lists(st.sampled_from(list(RelationshipType)), min_size=1, max_size=12),
    st.lists(st.sampled_from([None, *EngagementState]), min_size=12, max_size=12),
)
def test_the_type_is_the_one_of_which_most_is_practised(kinds: list[RelationshipType], states: list[EngagementState | None]) -> None:
    """P2: from the activities and nothing else; on a tie the less involved one; nothing practised, no type."""
    weights = {"pilot": Fraction(1, 4), "partial": Fraction(1, 2), "full": Fraction(1)}
    defined = [Defined(str(number), kind) for number, kind in enumerate(kinds)]
    practised = {str(number): state for number, state in enumerate(states[: len(kinds)]) if state is not None}
    found = derive_type(defined, practised)
    coverage = {}
    for kind in RelationshipType:
        of = [one.key for one in defined if one.type is kind]
        done = sum((weights.get(str(practised.get(key, "")), Fraction(0)) for key in of), Fraction(0))
        coverage[kind] = done / len(of) if of else Fraction(0)
    most = max(coverage.values())
    assert found.type == (next(kind for kind in RelationshipType if coverage[kind] == most) if most else None)
    assert found.emerging is (0 < most < Fraction(1, 4))
    others = sorted((share for kind, share in coverage.items() if kind != found.type), reverse=True)
    assert bool(found.mixed_with) is bool(most and others[0] >= most * Fraction(4, 5))
