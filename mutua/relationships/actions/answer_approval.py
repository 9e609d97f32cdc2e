"""Answering for a plan: approved, or sent back with a reason. When everybody who was asked has approved, the plan is frozen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.approve_plan import check_not_own
from mutua.relationships.actions.freeze_plan import freeze
from mutua.relationships.events import PlanApprovalAnswered
from mutua.relationships.models import PlanApproval, PlanCycle
from mutua.relationships.queries.approvals import mine, rounds_of
from mutua.relationships.queries.plan_seen import sees_all
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.approving import Answer, outcome
from mutua.relationships.rules.freezing import digest

ALLOWED = (Answer.APPROVED, Answer.REFUSED)
LONGEST_REASON = 2_000


@transaction.atomic
def answer_approval(actor: Actor, plan_id: int, *, version: int | None, answer: str, reason: str = "") -> PlanCycle:
    """answer: "approved" or "refused"; it stands for every seat that this person fills. A refusal says why.

    Raises NotFound, NotAllowed, StaleVersion; Refused where it was not asked, made the plan itself, or the plan cannot be approved as it is.
    """
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.approve", plan)
    seats = next((list(one.seats) for one in rounds_of(actor, plan) if one.is_waiting), [])
    own = mine(actor, seats)
    _check(actor, plan, own, answer, reason)

    for seat in own:
        _answer(seat, Answer(answer), reason.strip(), actor)
    given = outcome(seat.answer for seat in seats)
    if given is Answer.REFUSED:
        for seat in seats:
            if seat.is_waiting:
                _answer(seat, Answer.WITHDRAWN, "", actor)
    if given is Answer.APPROVED:
        _check_somebody_sees_all(plan, seats)
        freeze(actor, plan, by=[_told(seat) for seat in seats])
    else:
        store(plan, update_fields=["state"])  # another version: whoever looks at the plan as it was before is told

    announce(PlanApprovalAnswered(plan_id=plan.pk, round=own[0].round, answer=answer), actor=actor)
    return plan


def _check(actor: Actor, plan: PlanCycle, own: list[PlanApproval], answer: str, reason: str) -> None:
    if actor.user_id is None:
        raise Refused(_("A plan is approved by a named person, not by a process. Nothing was changed."))
    if answer not in ALLOWED:
        raise Refused(_("A plan is approved, or sent back. Nothing was changed."), field="answer")
    if not own:
        raise Refused(_("You are not asked to approve this plan, or have answered already. Nothing was changed."))
    check_not_own(actor, plan, own[0].asked_by_id)
    if answer == Answer.REFUSED and not reason.strip():
        raise Refused(_("Say what has to change before you would approve it. Nothing was changed."), field="reason")
    if len(reason) > LONGEST_REASON:
        words = {"most": f"{LONGEST_REASON:,}"}
        raise Refused(_("A reason has at most %(most)s characters. Nothing was changed.") % words, field="reason")
    if any(seat.choice_sha256 != digest(plan.choice or {}) for seat in own):
        raise Refused(_("The plan is not what you were asked about. Let it be put to you again. Nothing was changed."))


def _check_somebody_sees_all(plan: PlanCycle, seats: list[PlanApproval]) -> None:
    """Each answers for what it sees; that nothing was approved unseen takes one who sees the whole."""
    if not any(seat.answered_by_id is not None and sees_all(actor_with_id(seat.answered_by_id), plan) for seat in seats):
        sentence = _(
            "Nobody of those who approve this plan sees all of its accounts. Let it be put to somebody who does, beside you. Nothing was changed."
        )
        raise Refused(sentence)


def _answer(seat: PlanApproval, answer: Answer, reason: str, actor: Actor) -> None:
    seat.answer, seat.reason, seat.answered_at = answer.value, reason, days.now()
    seat.answered_by_id, seat.answered_by_name = actor.user_id, actor.name
    store(seat)


def _told(seat: PlanApproval) -> dict[str, str]:
    assert seat.answered_at is not None
    return {
        "name": seat.answered_by_name,
        "for": seat.asked_name,
        "at": seat.answered_at.isoformat(timespec="seconds"),
        "reason": seat.reason,
    }
