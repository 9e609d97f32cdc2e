"""What every approval ends with: the plan is checked once more, frozen with its hash, and its items are committed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, flow_actor
from mutua.foundation.events import announce, announce_many
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.actions.size_item import moved
from mutua.relationships.events import PlanApproved, RoadmapItemMoved
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_seen import as_seen
from mutua.relationships.queries.plans import Candidates, candidates_of, floors_of
from mutua.relationships.rules.freezing import digest
from mutua.relationships.rules.lifecycles import PlanState, next_plan_states, way_to_commitment
from mutua.relationships.rules.planning import Broken, check_plan

FREEZING = "approval of a plan"


def check_approvable(actor: Actor, plan: PlanCycle) -> Candidates:
    """What the plan chose among, as it stands now, its items locked. Raises Refused where the plan could not be approved as it is."""
    if PlanState.APPROVED not in next_plan_states(plan.state) or not plan.choice:
        raise Refused(_("A plan is optimised before it is approved. Nothing was changed."))
    list(RoadmapItem.objects.select_for_update(of=("self",)).filter(pk__in=[int(key) for key in plan.choice["start"]]).order_by("pk"))
    # Whoever sees a part only would take the rest for changed.
    found = candidates_of(flow_actor(FREEZING), plan)
    names = _names(actor, plan)
    _check_unchanged(plan.choice, found, names)
    _check_promises(plan, plan.choice["start"], found, names)
    return found


def freeze(actor: Actor, plan: PlanCycle, *, by: Sequence[dict[str, Any]]) -> None:
    """by: who approved it, each {"name", "for", "at", "reason"}. The plan is locked by the caller. Raises Refused."""
    found = check_approvable(actor, plan)
    assert plan.choice is not None

    names = ", ".join(dict.fromkeys(one["name"] for one in by))
    plan.snapshot = {
        **plan.choice,
        "approved_by": names,
        "approvals": list(by),
        "plan": str(plan),
        "year": plan.year,
        "currency": plan.currency,
    }
    plan.snapshot_sha256 = digest(plan.snapshot)
    plan.state, plan.approved_at, plan.approved_by_id = PlanState.APPROVED.value, days.now(), actor.user_id
    store(plan)
    went = [step for key, begins in sorted(plan.choice["start"].items()) for step in _commit(found.records[key], begins)]

    announce_many(went, actor=actor)
    announce(PlanApproved(plan_id=plan.pk, account_ids=tuple(sorted({step.account_id for step in went}))), actor=actor)


def approval(name: str, *, on_behalf: str, reason: str = "") -> dict[str, Any]:
    """One approval as a frozen plan keeps it. on_behalf: the person or role that was asked."""
    return {"name": name, "for": on_behalf, "at": days.now().isoformat(timespec="seconds"), "reason": reason}


def _commit(item: RoadmapItem, begins: int) -> list[RoadmapItemMoved]:
    """Each step of the way, as it is told: no state is skipped."""
    went = []
    for state in way_to_commitment(item.state):
        item.state = state.value
        went.append(moved(item))
    item.not_before = begins + 1
    store(item, update_fields=["state", "not_before"])
    return went


def _names(actor: Actor, plan: PlanCycle) -> dict[str, str]:
    """What each item is called to this person, by key."""
    seen = as_seen(actor, plan)
    assert plan.choice is not None
    known = {key: item["name"] for key, item in seen.read["items"].items()} if seen is not None else {}
    return {key: known.get(key, _("an item that you do not see")) for key in plan.choice["items"]}


def _check_unchanged(choice: dict[str, Any], found: Candidates, called: dict[str, str]) -> None:
    """What was chosen must still be what was read: other figures mean another optimum."""
    other = [
        called[key] for key in choice["start"] if key not in found.records or found.records[key].version != choice["items"][key]["version"]
    ]
    if other:
        names = ", ".join(sorted(set(other)))
        raise Refused(
            _("These items changed after the plan was optimised: %(names)s. Optimise again. Nothing was changed.") % {"names": names}
        )


def _check_promises(plan: PlanCycle, start: dict[str, int], found: Candidates, called: dict[str, str]) -> None:
    capacity = {team: [Decimal(str(hours)) for hours in row] for team, row in plan.capacity.items()}
    broken = check_plan(found.planned, start, plan.budget, capacity, bound=found.bound, max_levers=plan.max_levers, floors=floors_of(plan))
    if not broken:
        return
    first = broken[0]
    name = called.get(first.what, first.what)
    sentences = {
        Broken.GATE: _("%(name)s is below its readiness gate, and nobody has overridden it."),
        Broken.PREREQUISITE: _("%(name)s would start before what it needs is done."),
        Broken.BUDGET: _("The budget of quarter %(quarter)s would be exceeded."),
        Broken.HOURS: _("The hours of %(name)s in quarter %(quarter)s would not be enough."),
        Broken.LEVERS: _("It pulls more levers than the plan allows."),
        Broken.FLOOR: _("Accounts of tier %(name)s would get less than the plan asks for."),
    }
    words = {"name": name, "quarter": (first.period or 0) + 1}
    raise Refused(sentences[first.broken] % words + " " + _("The plan was not approved; nothing was changed."))
