"""Who has to approve a plan, who was asked, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.identity.models import Role, User
from mutua.relationships.models import ApprovalRule, PlanApproval, PlanCycle
from mutua.relationships.rules.approving import Answer, is_own, outcome

MAY_APPROVE = "relationships.plan.approve"
MOST = 50  # seats and rules: more people than that decide nothing


@dataclass(frozen=True)
class Seat:
    """A person, or whoever holds a role, by number and as it is called."""

    name: str
    user_id: int | None = None
    role_id: int | None = None


@dataclass(frozen=True)
class Round:
    """The seats of one time that a plan was put to others, in the order in which they were asked."""

    number: int
    seats: tuple[PlanApproval, ...]

    @property
    def outcome(self) -> Answer:
        return outcome(seat.answer for seat in self.seats)

    @property
    def is_waiting(self) -> bool:
        return self.outcome is Answer.WAITING

    @property
    def still_asked(self) -> list[PlanApproval]:
        return [seat for seat in self.seats if seat.is_waiting]

    @property
    def refusal(self) -> PlanApproval | None:
        return next((seat for seat in self.seats if seat.answer == Answer.REFUSED), None)


def rules_seen(actor: Actor) -> QuerySet[ApprovalRule]:
    return visible_to(actor, ApprovalRule.objects.filter(ended_at=None).exclude(user=None, role=None).select_related("user", "role"))


def rule_for(actor: Actor, rule_id: int) -> ApprovalRule:
    """Raises NotFound."""
    return find(rules_seen(actor), pk=rule_id)


def seats_by_rule(actor: Actor, plan: PlanCycle) -> list[Seat]:
    """Whom the rules ask for a plan of this size."""
    return [Seat(rule.who, rule.user_id, rule.role_id) for rule in rules_seen(actor)[:MOST] if rule.asks_for(plan)]


def rounds_of(actor: Actor, plan: PlanCycle) -> list[Round]:
    """The newest first: one query."""
    rounds: dict[int, list[PlanApproval]] = {}
    for row in visible_to(actor, PlanApproval.objects.filter(plan=plan).select_related("user", "role")):
        rounds.setdefault(row.round, []).append(row)
    return [Round(number, tuple(rows)) for number, rows in rounds.items()]


def waiting_for(actor: Actor, plan: PlanCycle) -> list[PlanApproval]:
    """Seats that have not answered yet; empty where the plan waits for nobody."""
    return list(visible_to(actor, PlanApproval.objects.filter(plan=plan, answer=Answer.WAITING)).order_by("pk"))


def mine(actor: Actor, seats: Iterable[PlanApproval]) -> list[PlanApproval]:
    """Of these seats those that this actor fills: its own, and those of its roles."""
    return [
        seat
        for seat in seats
        if seat.is_waiting
        and actor.user_id is not None
        and (seat.user_id == actor.user_id or (seat.role is not None and seat.role.key in actor.roles))
    ]


def asked_of(actor: Actor) -> list[PlanApproval]:
    """Seats on which this actor has not answered, the longest asked first; not of plans that it made itself."""
    waiting = PlanApproval.objects.filter(answer=Answer.WAITING, plan__deleted_at=None)
    own = Q(user=actor.user_id) | Q(role__key__in=actor.roles)
    rows = visible_to(actor, waiting).filter(own).select_related("plan", "user", "role").order_by("asked_at", "pk")[:MOST]
    return [row for row in rows if not is_own(actor.user_id, row.plan.prepared_by_id, row.asked_by_id)]


def who_may_approve(actor: Actor) -> QuerySet[User]:
    """Those who sign in and whose roles allow it."""
    return visible_to(actor, colleagues()).filter(roles__in=roles_that_approve().values("pk")).distinct()


def roles_that_approve() -> QuerySet[Role]:
    """The roles that may approve plans, by name."""
    return Role.objects.filter(Q(permissions__contains=[MAY_APPROVE]) | Q(permissions__contains=["*"])).order_by("name")


def able(actor: Actor, seat: Seat, *makers: int | None) -> bool:
    """Whether anybody could answer on this seat who may approve plans and did not make this one."""
    people = who_may_approve(actor).exclude(pk__in=[number for number in makers if number is not None])
    return (people.filter(pk=seat.user_id) if seat.user_id is not None else people.filter(roles=seat.role_id)).exists()


def may_approve_alone(actor: Actor, plan: PlanCycle, *also: int | None) -> bool:
    """Whether it did not make the plan; where nobody else in the house may approve plans, there is nobody to ask."""
    if actor.user_id is None or not is_own(actor.user_id, plan.prepared_by_id, *also):
        return True
    return not who_may_approve(actor).exclude(pk=actor.user_id).exists()
