"""What happens to relationships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.foundation.events import Event, Sentence, say
from mutua.foundation.events.sentence import Side

say("relationships.engagement.moved", _("{who} set {activity} to {state}"), needs="relationships.touchpoint.view", icon="arrows-join-2")
say(
    "relationships.touchpoint.labelled",
    _("{who} wrote “{label}” on {touchpoint}: {reason}"),
    needs="relationships.touchpoint.view",
    icon="pencil",
)
say(
    "relationships.measure.changed",
    _("{who} changed how {measure} is measured: {change}"),
    needs="relationships.touchpoint.view",
    icon="ruler-2",
)
say(
    "relationships.tolerance.broken",
    _("{touchpoint} fell out of tolerance: {late} of the last {of} failed"),
    needs="relationships.touchpoint.view",
    icon="alert-triangle",
)
say(
    "relationships.tolerance.acknowledged",
    _("{who} took on that {touchpoint} is out of tolerance: {note}"),
    needs="relationships.touchpoint.view",
    icon="check",
)
say("relationships.readiness.assessed", _("{who} assessed readiness: {levels}"), needs="relationships.profile.view", icon="gauge")
say("relationships.profile.moved", _("{who} set the {perspective} profile to {state}"), needs="relationships.profile.view", icon="target")
say("relationships.profile.shared", _("{who} shared the {perspective} profile with them"), needs="relationships.profile.view", icon="share")
say(
    "relationships.profile.agreed",
    _("{who} wrote down that they agreed to the {perspective} profile: {how}"),
    needs="relationships.profile.view",
    icon="heart-handshake",
)
say("relationships.profile.kept", _("{who} kept the profile for the plan of {year}"), needs="relationships.profile.view", icon="archive")
say("relationships.roadmap.planned", _("{who} put {items} on the roadmap"), needs="relationships.roadmap.view", icon="route")
say("relationships.roadmap.moved", _("{who} set {item} to {state}"), needs="relationships.roadmap.view", icon="route")
say(
    "relationships.gate.overridden",
    _("{who} overrode the gate of {item}, expecting a loss of {loss} a year: {reason}"),
    needs="relationships.roadmap.view",
    icon="lock-open",
)
say(
    "relationships.gate.overridden_unpriced",
    _("{who} overrode the gate of {item}; what it may cost cannot be foretold: {reason}"),
    needs="relationships.roadmap.view",
    icon="lock-open",
)
say(
    "relationships.item.evaluated",
    _("{who} decided on {item}: {verdict}. It brought {came}. {reason}"),
    needs="relationships.evaluation.view",
    icon="report-analytics",
)
say(
    "relationships.value.entered",
    _("{who} wrote into the value ledger: {amount} · {side} · {component}"),
    needs="relationships.value.view",
    icon="scale",
)


@dataclass(frozen=True)
class CatalogueChanged(Event):
    """The catalogue of touchpoints has a new version. moved: how many touchpoints of accounts have another derived type by it."""

    name: ClassVar[str] = "relationships.catalogue.changed"
    number: int
    moved: int


say("relationships.session.opened", _("{who} opened a joint session"), needs="relationships.profile.view", icon="users")
say(
    "relationships.session.closed",
    _("{who} closed the joint session: {agreed} agreed, {conflicts} open"),
    needs="relationships.profile.view",
    icon="users",
)
say(
    "relationships.value.signed",
    _("{person} of theirs signed in the value ledger, so many entries: {entries}"),
    needs="relationships.value.view",
    icon="signature",
)
say(
    "relationships.value.objected",
    _("{person} of theirs objects in the value ledger: {reason}"),
    needs="relationships.value.view",
    icon="message-2",
)


@dataclass(frozen=True)
class EngagementMoved(Event):
    """An activity is practised more, less, or no more at a touchpoint."""

    name: ClassVar[str] = "relationships.engagement.moved"
    engagement_id: int
    account_id: int
    touchpoint: str
    activity: str
    state: str

    def timeline(self) -> Sentence:
        params = {"activity": self.activity, "state": self.state}
        return _at_touchpoint(self.name, params, self.account_id, self.touchpoint, side="both")


@dataclass(frozen=True)
class TouchpointLabelled(Event):
    """Somebody wrote a type on a touchpoint by hand. It changes no activity."""

    name: ClassVar[str] = "relationships.touchpoint.labelled"
    account_id: int
    touchpoint: str
    touchpoint_name: str
    label: str
    reason: str

    def timeline(self) -> Sentence:
        params = {"label": self.label, "touchpoint": self.touchpoint_name, "reason": self.reason}
        return _at_touchpoint(self.name, params, self.account_id, self.touchpoint)


@dataclass(frozen=True)
class MeasureChanged(Event):
    """The window, the target or the tolerance of a measure changed. restarted: what counts as good is another, so that its outcomes are read anew."""

    name: ClassVar[str] = "relationships.measure.changed"
    measure_id: int
    account_id: int
    touchpoint: str
    measure: str
    change: str
    restarted: bool

    def timeline(self) -> Sentence:
        return _at_touchpoint(self.name, {"measure": self.measure, "change": self.change}, self.account_id, self.touchpoint)


@dataclass(frozen=True)
class ToleranceBroken(Event):
    """A touchpoint fell below what the customer tolerates; the watch rang. late of of: failures since it was last armed."""

    name: ClassVar[str] = "relationships.tolerance.broken"
    alarm_id: int
    measure_id: int
    account_id: int
    touchpoint: str
    touchpoint_name: str
    broken_on: date
    late: int
    of: int

    def timeline(self) -> Sentence:
        params = {"touchpoint": self.touchpoint_name, "late": self.late, "of": self.of}
        told = _at_touchpoint(self.name, params, self.account_id, self.touchpoint)
        if self.broken_on >= days.today():
            return told
        # Found later, as after an import: it stands in the timeline where it happened.
        return replace(told, at=datetime.combine(self.broken_on, time(23, 59), tzinfo=UTC))


@dataclass(frozen=True)
class AlarmAcknowledged(Event):
    """Somebody took on a broken tolerance; the watch is armed again."""

    name: ClassVar[str] = "relationships.tolerance.acknowledged"
    alarm_id: int
    account_id: int
    touchpoint: str
    touchpoint_name: str
    note: str

    def timeline(self) -> Sentence:
        params = {"touchpoint": self.touchpoint_name, "note": self.note}
        return _at_touchpoint(self.name, params, self.account_id, self.touchpoint)


@dataclass(frozen=True)
class ReadinessAssessed(Event):
    """Somebody assessed what a party brings. account_id None: our own company."""

    name: ClassVar[str] = "relationships.readiness.assessed"
    account_id: int | None
    levels: str

    def timeline(self) -> Sentence | None:
        if self.account_id is None:
            return None
        return Sentence(key=self.name, params={"levels": self.levels}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class ProfileMoved(Event):
    """A desired profile was reviewed, validated, baselined or superseded."""

    name: ClassVar[str] = "relationships.profile.moved"
    profile_id: int
    account_id: int
    perspective: str
    state: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"perspective": self.perspective, "state": self.state}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class ProfileShared(Event):
    """A desired profile may be seen by the customer from now on."""

    name: ClassVar[str] = "relationships.profile.shared"
    profile_id: int
    account_id: int
    perspective: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"perspective": self.perspective}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class ProfileAgreed(Event):
    """Both sides agreed to a desired profile. how: who of theirs, and by what."""

    name: ClassVar[str] = "relationships.profile.agreed"
    profile_id: int
    account_id: int
    perspective: str
    how: str

    def timeline(self) -> Sentence:
        params = {"perspective": self.perspective, "how": self.how}
        return Sentence(key=self.name, params=params, about=[("account", self.account_id)], side="both")


@dataclass(frozen=True)
class ProfileKept(Event):
    """Where an account stands and wants to be was kept for the plan of a year."""

    name: ClassVar[str] = "relationships.profile.kept"
    snapshot_id: int
    account_id: int
    year: int

    def timeline(self) -> Sentence:
        link = f"/accounts/{self.account_id}/profile/kept/{self.year}/"
        return Sentence(key=self.name, params={"year": str(self.year)}, about=[("account", self.account_id)], link=link)


@dataclass(frozen=True)
class ProposalAnswered(Event):
    """Somebody took, adjusted or refused a level of readiness that back-office rows spoke for. account_id None: our own company."""

    name: ClassVar[str] = "relationships.readiness.answered"
    account_id: int | None
    key: str
    answer: str


@dataclass(frozen=True)
class RoadmapPlanned(Event):
    """New items stand on an account's roadmap."""

    name: ClassVar[str] = "relationships.roadmap.planned"
    account_id: int
    item_ids: tuple[int, ...]
    items: str

    def timeline(self) -> Sentence:
        link = f"/accounts/{self.account_id}/roadmap/"
        return Sentence(key=self.name, params={"items": self.items}, about=[("account", self.account_id)], link=link)


@dataclass(frozen=True)
class RoadmapItemMoved(Event):
    """A roadmap item was sized, let through its gate, committed, started, done or stopped."""

    name: ClassVar[str] = "relationships.roadmap.moved"
    item_id: int
    account_id: int
    item: str
    state: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"item": self.item, "state": self.state}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class GateOverridden(Event):
    """A named person let an item through a closed gate, or lowered the gate, with the expected loss written down."""

    name: ClassVar[str] = "relationships.gate.overridden"
    override_id: int
    item_id: int
    account_id: int
    item: str
    expected_loss: Decimal
    currency: str
    reason: str

    def timeline(self) -> Sentence:
        """Where no loss is known, none is named: a gate is not overridden for nothing."""
        params, about = {"item": self.item, "reason": self.reason}, [("account", self.account_id)]
        if not self.expected_loss:
            return Sentence(key=f"{self.name}_unpriced", params=params, about=about)
        return Sentence(key=self.name, params={**params, "loss": f"{self.expected_loss:,.0f} {self.currency}"}, about=about)


@dataclass(frozen=True)
class ItemEvaluated(Event):
    """Somebody decided what follows from what a roadmap item brought. came: the figure with its interval, as it was shown."""

    name: ClassVar[str] = "relationships.item.evaluated"
    evaluation_id: int
    item_id: int
    account_id: int
    item: str
    verdict: str
    came: str
    reason: str

    def timeline(self) -> Sentence:
        params = {"item": self.item, "verdict": self.verdict, "came": self.came, "reason": self.reason}
        link = f"/accounts/{self.account_id}/roadmap/{self.item_id}/evaluation/"
        return Sentence(key=self.name, params=params, about=[("account", self.account_id)], link=link)


@dataclass(frozen=True)
class PlanOptimised(Event):
    """The optimiser found a plan for the year."""

    name: ClassVar[str] = "relationships.plan.optimised"
    plan_id: int


@dataclass(frozen=True)
class PlanApprovalAsked(Event):
    """A plan was put to those who have to approve it. round: the first time is 1."""

    name: ClassVar[str] = "relationships.plan.asked"
    plan_id: int
    round: int


@dataclass(frozen=True)
class PlanApprovalAnswered(Event):
    """Somebody who was asked answered for a plan, or the request was taken back. answer: approved, refused or withdrawn."""

    name: ClassVar[str] = "relationships.plan.answered"
    plan_id: int
    round: int
    answer: str


@dataclass(frozen=True)
class ApprovalRuleChanged(Event):
    """Somebody has to approve plans from now on, or no longer has to."""

    name: ClassVar[str] = "relationships.approval.changed"
    rule_id: int


@dataclass(frozen=True)
class PlanApproved(Event):
    """A yearly plan was approved and frozen. account_ids: whose items it commits."""

    name: ClassVar[str] = "relationships.plan.approved"
    plan_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class PlanMoved(Event):
    """An approved plan is in force, evaluated or closed. state: one of these."""

    name: ClassVar[str] = "relationships.plan.moved"
    plan_id: int
    state: str


@dataclass(frozen=True)
class ValueEntered(Event):
    """Somebody wrote into the value ledger."""

    name: ClassVar[str] = "relationships.value.entered"
    entry_id: int
    account_id: int
    amount: str
    side: str
    component: str

    def timeline(self) -> Sentence:
        params = {"amount": self.amount, "side": self.side, "component": self.component}
        return Sentence(key=self.name, params=params, about=[("account", self.account_id)])


@dataclass(frozen=True)
class JointSessionMoved(Event):
    """A joint session was opened or closed. agreed, conflicts: so many cells."""

    name: ClassVar[str] = "relationships.session.moved"
    session_id: int
    account_id: int
    state: str
    agreed: int
    conflicts: int

    def timeline(self) -> Sentence:
        params = {"agreed": self.agreed, "conflicts": self.conflicts}
        link = f"/sessions/{self.session_id}/"
        return Sentence(
            key=f"relationships.session.{self.state}", params=params, about=[("account", self.account_id)], side="both", link=link
        )


@dataclass(frozen=True)
class ValueAnswered(Event):
    """A person of the customer signed entries of the value ledger, or objected to them. answer: signed or objected."""

    name: ClassVar[str] = "relationships.value.answered"
    signature_id: int
    account_id: int
    who: str
    entries: int
    answer: str
    reason: str

    def timeline(self) -> Sentence:
        params = {"person": self.who, "entries": self.entries, "reason": self.reason}
        link = f"/accounts/{self.account_id}/value/"
        return Sentence(
            key=f"relationships.value.{self.answer}", params=params, about=[("account", self.account_id)], side="them", link=link
        )


def _at_touchpoint(key: str, params: Mapping[str, object], account_id: int, touchpoint: str, side: Side = "us") -> Sentence:
    link = f"/accounts/{account_id}/touchpoints/{touchpoint}/"
    return Sentence(key=key, params=params, about=[("account", account_id)], side=side, touchpoint=touchpoint, link=link)
