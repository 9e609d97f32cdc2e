"""Which fields are about a person."""

from __future__ import annotations

from mutua.foundation.privacy import nothing_personal, personal
from mutua.relationships.models import (
    AccountTouchpoint,
    Activity,
    Blockage,
    Engagement,
    GateOverride,
    Observation,
    PerformanceMeasure,
    PlanCycle,
    Profile,
    ProfileCell,
    Readiness,
    RoadmapItem,
    ToleranceAlarm,
    ToleranceWatch,
    Touchpoint,
    ValueEntry,
    WatchedOutcome,
)

personal(AccountTouchpoint, fields=["their_person", "label_by"])
personal(Profile, fields=["participants"])
personal(GateOverride, fields=["by_name"])
personal(ValueEntry, fields=["signed_by"])
nothing_personal(
    Touchpoint, Activity, Engagement, PerformanceMeasure, Observation, Readiness, ProfileCell, RoadmapItem, PlanCycle, Blockage
)
nothing_personal(ToleranceWatch, WatchedOutcome, ToleranceAlarm)
