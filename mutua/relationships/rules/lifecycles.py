"""Which state may follow which. Every change of state is an event and is refused when the state before does not allow it."""

from __future__ import annotations

from enum import StrEnum

from mutua.relationships.rules.kinds import EngagementState


class ProfileState(StrEnum):
    DRAFT = "draft"
    REVIEWED = "reviewed"
    VALIDATED = "validated"
    BASELINED = "baselined"
    SUPERSEDED = "superseded"


class ItemState(StrEnum):
    IDEA = "idea"
    SIZED = "sized"
    GATED = "gated"
    SELECTED = "selected"
    COMMITTED = "committed"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    EVALUATED = "evaluated"


class PlanState(StrEnum):
    OPEN = "open"
    PROFILES_UPDATED = "profiles-updated"
    OPTIMISED = "optimised"
    APPROVED = "approved"
    IN_FORCE = "in-force"
    EVALUATED = "evaluated"
    CLOSED = "closed"


ENGAGEMENT: dict[EngagementState, frozenset[EngagementState]] = {
    EngagementState.PLANNED: frozenset({EngagementState.PILOT, EngagementState.RETIRED}),
    EngagementState.PILOT: frozenset({EngagementState.PARTIAL, EngagementState.RETIRED}),
    EngagementState.PARTIAL: frozenset({EngagementState.FULL, EngagementState.RETIRED}),
    EngagementState.FULL: frozenset({EngagementState.RETIRED}),
    EngagementState.RETIRED: frozenset({EngagementState.PLANNED}),
}
PROFILE: dict[ProfileState, frozenset[ProfileState]] = {
    ProfileState.DRAFT: frozenset({ProfileState.REVIEWED, ProfileState.SUPERSEDED}),
    ProfileState.REVIEWED: frozenset({ProfileState.DRAFT, ProfileState.VALIDATED, ProfileState.SUPERSEDED}),
    ProfileState.VALIDATED: frozenset({ProfileState.BASELINED, ProfileState.SUPERSEDED}),
    ProfileState.BASELINED: frozenset({ProfileState.SUPERSEDED}),
    ProfileState.SUPERSEDED: frozenset(),
}
ITEM: dict[ItemState, frozenset[ItemState]] = {
    ItemState.IDEA: frozenset({ItemState.SIZED, ItemState.STOPPED}),
    ItemState.SIZED: frozenset({ItemState.IDEA, ItemState.GATED, ItemState.STOPPED}),
    ItemState.GATED: frozenset({ItemState.SIZED, ItemState.SELECTED, ItemState.STOPPED}),
    ItemState.SELECTED: frozenset({ItemState.GATED, ItemState.COMMITTED, ItemState.STOPPED}),
    ItemState.COMMITTED: frozenset({ItemState.RUNNING, ItemState.STOPPED}),
    ItemState.RUNNING: frozenset({ItemState.DONE, ItemState.STOPPED}),
    ItemState.DONE: frozenset({ItemState.EVALUATED}),
    ItemState.STOPPED: frozenset({ItemState.EVALUATED}),
    ItemState.EVALUATED: frozenset(),
}
PLAN: dict[PlanState, frozenset[PlanState]] = {
    PlanState.OPEN: frozenset({PlanState.PROFILES_UPDATED}),
    PlanState.PROFILES_UPDATED: frozenset({PlanState.OPTIMISED}),
    PlanState.OPTIMISED: frozenset({PlanState.OPTIMISED, PlanState.APPROVED, PlanState.PROFILES_UPDATED}),
    PlanState.APPROVED: frozenset({PlanState.IN_FORCE}),
    PlanState.IN_FORCE: frozenset({PlanState.EVALUATED}),
    PlanState.EVALUATED: frozenset({PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}
FINISHED = frozenset({ItemState.DONE, ItemState.EVALUATED})
# What a mistaken press is taken back to; a stopped item goes back to where it was stopped.
ITEM_BACK: dict[ItemState, ItemState] = {ItemState.RUNNING: ItemState.COMMITTED, ItemState.DONE: ItemState.RUNNING}
# What a year committed and never began is given back when the next one begins: it is chosen anew, its gate included.
ROLLED: dict[ItemState, ItemState] = {ItemState.COMMITTED: ItemState.SIZED}
_TO_COMMITMENT = (ItemState.SIZED, ItemState.GATED, ItemState.SELECTED, ItemState.COMMITTED)
STARTED = frozenset({ItemState.COMMITTED, ItemState.RUNNING, ItemState.DONE, ItemState.STOPPED, ItemState.EVALUATED})


def next_engagement_states(state: str) -> frozenset[EngagementState]:
    return ENGAGEMENT[EngagementState(state)]


def next_profile_states(state: str) -> frozenset[ProfileState]:
    return PROFILE[ProfileState(state)]


def next_item_states(state: str) -> frozenset[ItemState]:
    return ITEM[ItemState(state)]


def way_to_commitment(state: str) -> tuple[ItemState, ...]:
    """The states that an item goes through when a plan that chose it is approved; none is skipped. ValueError outside that way."""
    return _TO_COMMITMENT[_TO_COMMITMENT.index(ItemState(state)) + 1 :]


def next_plan_states(state: str) -> frozenset[PlanState]:
    return PLAN[PlanState(state)]
