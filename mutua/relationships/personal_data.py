"""Which fields are about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.privacy import ERASED, nothing_personal, personal, speaks_of
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

personal(AccountTouchpoint, fields=["their_person", "label_by"])
speaks_of(
    AccountTouchpoint,
    "their_person",
    blanks={},
    keeps={
        "label_reason": _("About how we work with the account"),
        "label_by": _("Who of us said it"),
        "custom": _("About the touchpoint of the account"),
        "source": _("The system that it came from"),
        "source_key": _("Its own number there"),
    },
    why=_("How we work with the account stays; the person is no longer named in it."),
)
personal(Profile, fields=["participants", "agreement"])
personal(CatalogueVersion, fields=["made_by"])
personal(GateOverride, fields=["by_name"])
personal(Outlay, fields=["by_name"])
personal(PlanApproval, fields=["asked_name", "asked_by_name", "answered_by_name"])
personal(PostEvaluation, fields=["decided_by_name"])
personal(JointSession, fields=["opened_by"])
personal(JointProposal, fields=["by"])
personal(ValueEntry, fields=["signed_by"])
personal(ValueSignature, fields=["person", "signer_name", "signer_email", "signer_address", "invited_by"])
speaks_of(
    ValueSignature,
    "person",
    blanks={"signer_name": ERASED, "signer_email": "", "signer_address": None},
    keeps={
        "entry_ids": _("Which entries were answered"),
        "reason": _("Why the company objects"),
        "words": _("What was signed, and of what the digest is"),
        "digest": _("The digest of what was signed"),
        "invited_by": _("Who of ours sent the link"),
    },
    why=_("That the company signed stays; the person is no longer named in it."),
)
nothing_personal(
    Touchpoint, Activity, Engagement, PerformanceMeasure, Observation, Readiness, ProfileCell, RoadmapItem, PlanCycle, Blockage
)
nothing_personal(ApprovalRule)
nothing_personal(ProfileVersion, ProfileSnapshot, ProposalAnswer, SegmentItem)
nothing_personal(MeasureFigure, ReportedCase, Difference, ToleranceWatch, WatchedOutcome, ToleranceAlarm, WatchBudget)
