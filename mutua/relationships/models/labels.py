"""The words of the rules as people read them: choices for fields, in the language of the reader."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mutua.relationships.rules.evaluation import Design, Verdict
from mutua.relationships.rules.kinds import Dimension, EngagementState, RelationshipType, Side
from mutua.relationships.rules.lifecycles import ItemState, PlanState, ProfileState
from mutua.relationships.rules.returns import Component, Estimate

Choices = list[tuple[str, Any]]

TYPES: Choices = [
    (RelationshipType.INDEPENDENT.value, _("Independent")),
    (RelationshipType.COOPERATIVE.value, _("Cooperative")),
    (RelationshipType.COLLABORATIVE.value, _("Collaborative")),
    (RelationshipType.STRATEGIC.value, _("Strategic")),
]
ENGAGEMENT_STATES: Choices = [
    (EngagementState.PLANNED.value, _("Planned")),
    (EngagementState.PILOT.value, _("Pilot")),
    (EngagementState.PARTIAL.value, _("Partial")),
    (EngagementState.FULL.value, pgettext_lazy("state of an engagement", "Full")),
    (EngagementState.RETIRED.value, _("Retired")),
]
SIDES: Choices = [(Side.US.value, _("Us")), (Side.THEM.value, _("Them"))]
COMPONENTS: Choices = [
    (Component.SALES.value, _("Sales")),
    (Component.MARGIN.value, _("Margin")),
    (Component.COST.value, _("Savings of cost")),
]
ESTIMATES: Choices = [(Estimate.LOW.value, _("Low")), (Estimate.LIKELY.value, _("Likely")), (Estimate.HIGH.value, _("High"))]
DIMENSIONS: Choices = [
    (Dimension.DATA.value, _("Data")),
    (Dimension.SYSTEMS.value, _("Systems")),
    (Dimension.PEOPLE.value, _("People")),
    (Dimension.PROCESS.value, _("Process")),
    (Dimension.WILL.value, _("Will")),
]
PROFILE_STATES: Choices = [
    (ProfileState.DRAFT.value, _("Draft")),
    (ProfileState.REVIEWED.value, _("Reviewed by the team")),
    (ProfileState.VALIDATED.value, _("Validated by the customer")),
    (ProfileState.BASELINED.value, _("Baselined")),
    (ProfileState.SUPERSEDED.value, _("Superseded")),
]
ITEM_STATES: Choices = [
    (ItemState.IDEA.value, _("Idea")),
    (ItemState.SIZED.value, _("Sized")),
    (ItemState.GATED.value, _("Through the gate")),
    (ItemState.SELECTED.value, _("Selected")),
    (ItemState.COMMITTED.value, _("Committed")),
    (ItemState.RUNNING.value, _("Running")),
    (ItemState.DONE.value, _("Done")),
    (ItemState.STOPPED.value, _("Stopped")),
    (ItemState.EVALUATED.value, _("Evaluated")),
]
PLAN_STATES: Choices = [
    (PlanState.OPEN.value, _("Open")),
    (PlanState.PROFILES_UPDATED.value, _("Profiles updated")),
    (PlanState.OPTIMISED.value, _("Optimised, waits for approval")),
    (PlanState.APPROVED.value, _("Approved and frozen")),
    (PlanState.IN_FORCE.value, _("In force")),
    (PlanState.EVALUATED.value, _("Evaluated")),
    (PlanState.CLOSED.value, _("Closed")),
]

DESIGNS: Choices = [
    (Design.TRIAL.value, _("A trial, evaluated elsewhere")),
    (Design.ADJUSTED.value, _("Accounts without it, adjusted for size and growth")),
    (Design.NEVER_TREATED.value, _("Accounts that never had it")),
    (Design.NOT_YET_TREATED.value, _("Accounts that began later")),
    (Design.MATCHED.value, _("Accounts that were alike before")),
    (Design.BEFORE_AFTER.value, _("Before and after")),
]
VERDICTS: Choices = [
    (Verdict.REPEAT.value, _("Repeat")),
    (Verdict.STOP.value, _("Do not repeat")),
    (Verdict.UNCLEAR.value, _("Not clear yet")),
]


def keys(choices: Choices) -> list[str]:
    return [key for key, _label in choices]
