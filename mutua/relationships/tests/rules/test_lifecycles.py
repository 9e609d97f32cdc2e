from __future__ import annotations

from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.lifecycles import (
    ITEM,
    PLAN,
    PROFILE,
    next_engagement_states,
    next_item_states,
    next_plan_states,
)


def test_an_engagement_grows_step_by_step() -> None:
    assert EngagementState.PILOT in next_engagement_states("planned")
    assert EngagementState.FULL not in next_engagement_states("planned")
    assert EngagementState.RETIRED in next_engagement_states("full")


def test_an_item_passes_its_gate_before_it_is_selected() -> None:
    assert "selected" not in next_item_states("sized")
    assert "selected" in next_item_states("gated")


def test_an_approved_plan_never_goes_back() -> None:
    assert next_plan_states("approved") == {"in-force"}


def test_every_life_can_be_walked_from_its_first_state() -> None:
    for life in (ITEM, PLAN, PROFILE):
        first, *_ = life
        seen = {first}
        while new := {after for state in seen for after in life[state]} - seen:
            seen |= new
        assert seen == set(life)
