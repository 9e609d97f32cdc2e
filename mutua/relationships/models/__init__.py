from mutua.relationships.models.account_touchpoint import AccountTouchpoint
from mutua.relationships.models.activity import Activity
from mutua.relationships.models.approval_rule import ApprovalRule
from mutua.relationships.models.blockage import Blockage
from mutua.relationships.models.catalogue_version import CatalogueVersion
from mutua.relationships.models.difference import Difference
from mutua.relationships.models.engagement import Engagement
from mutua.relationships.models.joint_session import JointProposal, JointSession
from mutua.relationships.models.measure_figure import MeasureFigure
from mutua.relationships.models.observation import Observation
from mutua.relationships.models.outlay import Outlay
from mutua.relationships.models.performance_measure import ON_TIME_IN_FULL, PerformanceMeasure
from mutua.relationships.models.plan_approval import PlanApproval
from mutua.relationships.models.plan_cycle import PlanCycle
from mutua.relationships.models.post_evaluation import ORDER_VALUE, PostEvaluation
from mutua.relationships.models.profile import Profile, ProfileCell
from mutua.relationships.models.profile_version import ProfileSnapshot, ProfileVersion
from mutua.relationships.models.proposal_answer import ProposalAnswer
from mutua.relationships.models.readiness import Readiness
from mutua.relationships.models.reported_case import ReportedCase
from mutua.relationships.models.roadmap_item import GateOverride, RoadmapItem
from mutua.relationships.models.segment_item import SegmentItem
from mutua.relationships.models.tolerance_watch import ToleranceAlarm, ToleranceWatch, WatchedOutcome
from mutua.relationships.models.touchpoint import Touchpoint
from mutua.relationships.models.value_entry import ValueEntry
from mutua.relationships.models.value_signature import ValueSignature
from mutua.relationships.models.watch_budget import WatchBudget

__all__ = [
    "ON_TIME_IN_FULL",
    "ORDER_VALUE",
    "AccountTouchpoint",
    "Activity",
    "ApprovalRule",
    "Blockage",
    "CatalogueVersion",
    "Difference",
    "Engagement",
    "GateOverride",
    "JointProposal",
    "JointSession",
    "MeasureFigure",
    "Observation",
    "Outlay",
    "PerformanceMeasure",
    "PlanApproval",
    "PlanCycle",
    "PostEvaluation",
    "Profile",
    "ProfileCell",
    "ProfileSnapshot",
    "ProfileVersion",
    "ProposalAnswer",
    "Readiness",
    "ReportedCase",
    "RoadmapItem",
    "SegmentItem",
    "ToleranceAlarm",
    "ToleranceWatch",
    "Touchpoint",
    "ValueEntry",
    "ValueSignature",
    "WatchBudget",
    "WatchedOutcome",
]
