"""Which fields are about a person."""

from __future__ import annotations

from mutua.foundation.privacy import belongs, nothing_personal, personal
from mutua.strategy.models import (
    Assumption,
    AssumptionCheck,
    BoardWeights,
    BusinessCase,
    CaseDay,
    CaseReading,
    ChosenLever,
    CountedOutcome,
    Criterion,
    CustomerStrategy,
    Evidence,
    FrozenMap,
    GenericStrategy,
    Initiative,
    Lever,
    MarketPosition,
    Measurement,
    Objection,
    Objective,
    Option,
    Review,
    Segment,
    SegmentMember,
    ServedNeed,
    StrategyVersion,
    SummaryLook,
    SwotItem,
    VerdictTurn,
)

personal(SegmentMember, fields=["person"])
belongs(SegmentMember, "person")
personal(Review, fields=["decider_name"])
personal(Objection, fields=["raised_by_name", "answered_by_name"])
personal(BoardWeights, fields=["chosen_by_name"])
personal(BusinessCase, fields=["told_by_name"])
personal(AssumptionCheck, fields=["checked_by_name"])
nothing_personal(Segment, GenericStrategy, StrategyVersion, Lever, ChosenLever, Objective, Assumption, CustomerStrategy)
nothing_personal(CaseReading, CaseDay, FrozenMap)
nothing_personal(Criterion, MarketPosition, Initiative, SwotItem, Option, ServedNeed)
nothing_personal(Evidence, CountedOutcome, Measurement, VerdictTurn, SummaryLook)
belongs(ServedNeed, "need__person")
