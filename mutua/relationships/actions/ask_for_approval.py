"""Putting a plan to those who have to approve it: whom the rules name for its budget, and whom the asker names beside them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.freeze_plan import check_approvable
from mutua.relationships.events import PlanApprovalAsked
from mutua.relationships.models import PlanApproval, PlanCycle
from mutua.relationships.queries.approvals import MOST, Seat, able, rounds_of, seats_by_rule, waiting_for, who_may_approve
from mutua.relationships.queries.plan_seen import check_sees_all
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.freezing import digest


@transaction.atomic
def ask_for_approval(actor: Actor, plan_id: int, *, version: int | None, user_ids: Collection[int] = ()) -> PlanCycle:
    """Ask each of them once; the plan is approved when all have approved. user_ids: people beside those whom the rules name.

    Raises NotFound, NotAllowed, StaleVersion; Refused where nothing can be approved, nobody is named, or a seat has nobody who could answer.
    """
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    if actor.user_id is None:
        raise Refused(_("Approval is asked for by a named person, not by a process. Nothing was changed."))
    check_sees_all(actor, plan)
    check_not_asked(actor, plan)
    check_approvable(actor, plan)
    seats = _seats(actor, plan, user_ids)
    _check_seats(actor, plan, seats)

    number = max((one.number for one in rounds_of(actor, plan)), default=0) + 1
    asked = [_asked(actor, plan, seat, number) for seat in seats]
    PlanApproval.objects.bulk_create(asked)
    store(plan, update_fields=["state"])  # another version: whoever still looks at the plan as it was before is told

    announce(PlanApprovalAsked(plan_id=plan.pk, round=number), actor=actor)
    return plan


def check_not_asked(actor: Actor, plan: PlanCycle) -> None:
    """Raises Refused while the plan lies with those who approve it: they answer for what they were shown."""
    if asked := waiting_for(actor, plan):
        names = ", ".join(seat.asked_name for seat in asked)
        sentence = _("This plan waits for the approval of %(names)s. Take the request back before you change it. Nothing was changed.")
        raise Refused(sentence % {"names": names})


def _seats(actor: Actor, plan: PlanCycle, user_ids: Collection[int]) -> list[Seat]:
    seats = seats_by_rule(actor, plan)
    people = who_may_approve(actor).filter(pk__in=user_ids).order_by("name", "pk")
    if len(people) != len(set(user_ids)):
        raise Refused(_("Only people who may approve plans can be asked. Nobody was asked."), field="user_ids")
    return [*seats, *(Seat(one.name, one.pk) for one in people if one.pk not in {seat.user_id for seat in seats})]


def _check_seats(actor: Actor, plan: PlanCycle, seats: list[Seat]) -> None:
    if not seats:
        raise Refused(_("No rule asks anybody for a plan of this size: name at least one person. Nobody was asked."), field="user_ids")
    if len(seats) > MOST:
        raise Refused(_("At most %(most)s can be asked for one plan. Nobody was asked.") % {"most": MOST}, field="user_ids")
    nobody = [seat.name for seat in seats if not able(actor, seat, actor.user_id, plan.prepared_by_id)]
    if nobody:
        sentence = _(
            "Nobody could answer for %(names)s: whoever made the plan or asks for its approval does not approve it, and the others may not. "
            "Nobody was asked; let somebody else ask, or change the rules of approval."
        )
        raise Refused(sentence % {"names": ", ".join(nobody)}, field="user_ids")


def _asked(actor: Actor, plan: PlanCycle, seat: Seat, number: int) -> PlanApproval:
    return PlanApproval(
        plan=plan,
        round=number,
        user_id=seat.user_id,
        role_id=seat.role_id,
        asked_name=seat.name,
        asked_at=days.now(),
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
        choice_sha256=digest(plan.choice or {}),
    )
