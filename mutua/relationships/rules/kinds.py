"""The words that the rules of relationships are made of: types, states, sides, readiness dimensions."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction


class RelationshipType(StrEnum):
    """What two companies do at a touchpoint amounts to one of these. Listed by involvement, which is no rank."""

    INDEPENDENT = "independent"
    COOPERATIVE = "cooperative"
    COLLABORATIVE = "collaborative"
    STRATEGIC = "strategic"


class EngagementState(StrEnum):
    """How far an activity is really practised."""

    PLANNED = "planned"
    PILOT = "pilot"
    PARTIAL = "partial"
    FULL = "full"
    RETIRED = "retired"


class Side(StrEnum):
    US = "us"
    THEM = "them"


class Dimension(StrEnum):
    """What a party must bring to be ready for an activity; each is assessed from 0.0 to 4.0 in tenths."""

    DATA = "data"
    SYSTEMS = "systems"
    PEOPLE = "people"
    PROCESS = "process"
    WILL = "will"


WEIGHT: dict[EngagementState, Fraction] = {
    EngagementState.PLANNED: Fraction(0),
    EngagementState.PILOT: Fraction(1, 4),
    EngagementState.PARTIAL: Fraction(1, 2),
    EngagementState.FULL: Fraction(1),
    EngagementState.RETIRED: Fraction(0),
}
ENGAGED = frozenset(state for state, weight in WEIGHT.items() if weight)
