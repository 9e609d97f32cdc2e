"""Approvals of plans for other programs: the same actions and queries as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen, tagged, version_wanted
from mutua.relationships.actions.add_approval_rule import add_approval_rule
from mutua.relationships.actions.answer_approval import answer_approval
from mutua.relationships.actions.ask_for_approval import ask_for_approval
from mutua.relationships.actions.drop_approval_rule import drop_approval_rule
from mutua.relationships.actions.withdraw_approval import withdraw_approval
from mutua.relationships.models import ApprovalRule, PlanApproval
from mutua.relationships.plan_api import PlanOut
from mutua.relationships.queries.approvals import MOST, rounds_of, rules_seen
from mutua.relationships.queries.plans import plan_for

router = Router()


class SeatOut(Schema):
    """Who was asked (a person, or anybody with a role), and the answer: waiting, approved, refused or withdrawn."""

    asked: str
    user_id: int | None
    role: str | None
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    reason: str

    @staticmethod
    def resolve_asked(seat: PlanApproval) -> str:
        return seat.asked_name

    @staticmethod
    def resolve_role(seat: PlanApproval) -> str | None:
        return seat.role.key if seat.role else None

    @staticmethod
    def resolve_asked_by(seat: PlanApproval) -> str:
        return seat.asked_by_name

    @staticmethod
    def resolve_answered_by(seat: PlanApproval) -> str:
        return seat.answered_by_name


class RoundOut(Schema):
    """One time that the plan was put to others. outcome: waiting, approved, refused or withdrawn."""

    number: int
    outcome: str
    seats: list[SeatOut]


class AskIn(Schema, extra="forbid"):
    """user_ids: people who are asked beside those whom the rules name."""

    user_ids: list[int] = []


class AnswerIn(Schema, extra="forbid"):
    """answer: approved or refused; a refusal says why."""

    answer: str
    reason: str = ""


class RuleIn(Schema, extra="forbid"):
    """A person or a role, one of both, and the budget from which it is asked."""

    user_id: int | None = None
    role: str = ""
    from_budget: Decimal = Decimal(0)
    currency: str


class RuleOut(Schema):
    id: int
    version: int
    who: str
    user_id: int | None
    role: str | None
    from_budget: Decimal
    currency: str

    @staticmethod
    def resolve_role(rule: ApprovalRule) -> str | None:
        return rule.role.key if rule.role else None


@router.get("/plans/{int:plan_id}/approvals", response=list[RoundOut], summary="Who was asked to approve a plan, and the answers")
@needs("relationships.plan.view")
def list_approvals(request: HttpRequest, plan_id: int) -> Any:
    return rounds_of(request.actor, plan_for(request.actor, plan_id))[:MOST]


@router.post("/plans/{int:plan_id}/ask", response=PlanOut, summary="Put a plan to those who have to approve it")
@needs("relationships.plan.edit")
def ask(request: HttpRequest, response: HttpResponse, plan_id: int, sent: AskIn) -> Any:
    asked = ask_for_approval(request.actor, plan_id, version=version_wanted(request), user_ids=sent.user_ids)
    return seen(request, response, asked)


@router.post("/plans/{int:plan_id}/answer", response=PlanOut, summary="Approve a plan that was put to you, or send it back with a reason")
@needs("relationships.plan.approve")
def answer(request: HttpRequest, response: HttpResponse, plan_id: int, sent: AnswerIn) -> Any:
    answered = answer_approval(request.actor, plan_id, version=version_wanted(request), answer=sent.answer, reason=sent.reason)
    return seen(request, response, answered)


@router.post("/plans/{int:plan_id}/withdraw", response=PlanOut, summary="Take back the request for approval")
@needs("relationships.plan.edit")
def withdraw(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return seen(request, response, withdraw_approval(request.actor, plan_id, version=version_wanted(request)))


@router.get("/approval-rules", response=list[RuleOut], summary="Who has to approve plans, from which budget on")
@needs("relationships.plan.view")
def list_rules(request: HttpRequest) -> Any:
    return list(rules_seen(request.actor)[:MOST])


@router.post("/approval-rules", response={201: RuleOut}, summary="Name a person or a role that has to approve plans")
@needs("relationships.approval.edit")
def add_rule(request: HttpRequest, response: HttpResponse, sent: RuleIn) -> Any:
    values = sent.dict()
    return Status(201, tagged(response, add_approval_rule(request.actor, role_key=values.pop("role"), **values)))


@router.delete("/approval-rules/{int:rule_id}", response={204: None}, summary="No longer ask somebody for the approval of plans")
@needs("relationships.approval.edit")
def drop_rule(request: HttpRequest, rule_id: int) -> Any:
    drop_approval_rule(request.actor, rule_id, version=version_wanted(request))
    return Status(204, None)
