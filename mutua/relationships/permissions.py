"""What may be done about relationships, and who sees which row: whoever sees the account."""

from __future__ import annotations

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, declare, everybody, sees, through
from mutua.relationships.models import (
    AccountTouchpoint,
    Activity,
    ApprovalRule,
    Blockage,
    CatalogueVersion,
    Difference,
    Engagement,
    GateOverride,
    JointProposal,
    JointSession,
    MeasureFigure,
    Observation,
    Outlay,
    PerformanceMeasure,
    PlanApproval,
    PlanCycle,
    PostEvaluation,
    Profile,
    ProfileCell,
    ProfileSnapshot,
    ProfileVersion,
    ProposalAnswer,
    Readiness,
    ReportedCase,
    RoadmapItem,
    SegmentItem,
    ToleranceAlarm,
    ToleranceWatch,
    Touchpoint,
    ValueEntry,
    ValueSignature,
    WatchBudget,
    WatchedOutcome,
)

LOOK = ("manager", "representative", "agent", "marketer", "executive")
WORK = ("manager", "representative")
DECIDE = ("manager", "executive")

declare("relationships.catalogue.view", _("See the catalogue of touchpoints"), roles=LOOK)
declare("relationships.catalogue.edit", _("Change the catalogue of touchpoints, by hand and from files"))
declare("relationships.touchpoint.view", _("See touchpoints, what is done there and how well"), roles=LOOK)
declare("relationships.touchpoint.edit", _("Change touchpoints: who meets there, what is at stake, what blocks"), roles=WORK)
declare("relationships.engagement.edit", _("Say which activities are practised"), roles=WORK)
declare("relationships.measure.edit", _("Change a customer’s measure: its window, target and tolerance"), roles=WORK)
declare("relationships.measure.import", _("Import figures and lists of customers’ measures"), roles=WORK)
declare("relationships.watch.edit", _("Set how many false alarms an owner gets a year"), roles=("manager",))
declare("relationships.alarm.acknowledge", _("Acknowledge that a tolerance is broken"), roles=(*WORK, "agent"))
declare("relationships.readiness.edit", _("Assess readiness"), roles=WORK)
declare("relationships.profile.view", _("See desired profiles"), roles=LOOK)
declare("relationships.profile.edit", _("Change desired profiles"), roles=WORK)
declare("relationships.profile.share", _("Share a desired profile with the customer"), roles=WORK)
declare("relationships.roadmap.view", _("See roadmaps"), roles=LOOK)
declare("relationships.roadmap.edit", _("Change roadmaps"), roles=WORK)
declare("relationships.gate.override", _("Override a readiness gate, in one’s own name"), roles=DECIDE)
declare("relationships.plan.view", _("See the yearly plan"), roles=DECIDE)
declare("relationships.plan.edit", _("Change the yearly plan and let it be optimised"), roles=DECIDE)
declare("relationships.plan.approve", _("Approve the yearly plan"), roles=DECIDE)
declare("relationships.approval.edit", _("Say who has to approve yearly plans"), roles=("executive",))
declare("relationships.evaluation.view", _("See what roadmap items brought"), roles=LOOK)
declare("relationships.evaluation.edit", _("Evaluate roadmap items and put proposals on the roadmap"), roles=(*WORK, "executive"))
declare("relationships.evaluation.decide", _("Decide what follows from an evaluation, in one’s own name"), roles=DECIDE)
declare("relationships.value.view", _("See the value ledger"), roles=LOOK)
declare("relationships.value.edit", _("Write into the value ledger"), roles=WORK)


def our_own_or_of_account(actor: Actor, model: type[Model]) -> Q:
    return Q(account=None) | through("account")(actor, model)


_model: type[Model]
for _model in (Touchpoint, Activity, CatalogueVersion):
    sees(_model, everybody(), permission="relationships.catalogue.view")
sees(AccountTouchpoint, through("account"), permission="relationships.touchpoint.view")
for _model in (Engagement, PerformanceMeasure, Blockage):
    sees(_model, through("account_touchpoint__account"), permission="relationships.touchpoint.view")
for _model in (Observation, MeasureFigure, ReportedCase, Difference, ToleranceWatch, WatchedOutcome, ToleranceAlarm):
    sees(_model, through("measure__account_touchpoint__account"), permission="relationships.touchpoint.view")
for _model in (Readiness, ProposalAnswer):
    sees(_model, our_own_or_of_account, permission="relationships.profile.view")
sees(WatchBudget, everybody(), permission="relationships.touchpoint.view")
sees(Profile, through("account"), permission="relationships.profile.view")
for _model in (ProfileCell, ProfileVersion):
    sees(_model, through("profile__account"), permission="relationships.profile.view")
sees(ProfileSnapshot, through("account"), permission="relationships.profile.view")
sees(RoadmapItem, through("account"), permission="relationships.roadmap.view")
for _model in (GateOverride, Outlay):
    sees(_model, through("item__account"), permission="relationships.roadmap.view")
sees(SegmentItem, through("segment"), permission="relationships.roadmap.view")
sees(PostEvaluation, through("item__account"), permission="relationships.evaluation.view")
for _model in (PlanCycle, PlanApproval, ApprovalRule):
    sees(_model, everybody(), permission="relationships.plan.view")
sees(JointSession, through("account"), permission="relationships.profile.view")
sees(JointProposal, through("session__account"), permission="relationships.profile.view")
sees(ValueEntry, through("account"), permission="relationships.value.view")
sees(ValueSignature, through("account"), permission="relationships.value.view")
