"""Plans that wait for somebody's approval, told to whoever is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.today import Need, needs_me
from mutua.foundation.ui import formats
from mutua.relationships.models import PlanApproval
from mutua.relationships.queries.approvals import MOST, asked_of
from mutua.relationships.rules.approving import Answer

LATE = 7  # days after which a plan has waited too long


@needs_me(
    key="approvals",
    title=gettext_lazy("Plans that wait for approval"),
    note=gettext_lazy("nobody approves its own"),
    order=15,
    needs="relationships.plan.approve",
)
def plans_to_approve(actor: Actor, team: bool = False) -> list[Need]:
    """Those on which the actor has not answered; team: all that wait for anybody. One line a plan."""
    seats = _waiting(actor) if team else asked_of(actor)
    return [_need(actor, seat) for seat in {seat.plan_id: seat for seat in reversed(seats)}.values()][::-1]


def _waiting(actor: Actor) -> list[PlanApproval]:
    rows = PlanApproval.objects.filter(answer=Answer.WAITING, plan__deleted_at=None).select_related("plan")
    return list(visible_to(actor, rows).order_by("asked_at", "pk")[:MOST])


def _need(actor: Actor, seat: PlanApproval) -> Need:
    plan = seat.plan
    words = {
        "who": seat.asked_by_name,
        "name": seat.asked_name,
        "budget": formats.money(plan.total_budget, plan.currency, short=True),
        "net": formats.money(plan.net, plan.currency, short=True) if plan.net is not None else "–",
    }
    return Need(
        # Asked anew it is another line, and put off it stays away until then.
        key=f"approval-{plan.pk}-{seat.round}",
        what=str(plan),
        what_url=plan.get_absolute_url(),
        reason=_("%(who)s asks %(name)s to approve it: %(net)s net of a budget of %(budget)s.") % words,
        evidence_label=_("What it chose"),
        evidence_url=plan.get_absolute_url(),
        evidence_icon="list-check",
        when=formats.ago(seat.asked_at.date()),
        late=(days.today() - seat.asked_at.date()).days > LATE,
        act_label=_("Look at it"),
        act_url=f"{plan.get_absolute_url()}#approval",
        act_key="a",
        act_icon="lock",
        glyph="lock",
    )
