"""Rolling a plan forward: the next year begins with what this one has not begun, beside what is still running."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce_many
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.actions.size_item import moved
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_progress import items_of_plan
from mutua.relationships.queries.plan_seen import check_sees_all
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.lifecycles import ROLLED, ItemState

MEANS = ("name", "currency", "budget", "capacity", "discount_rate", "customer_must_gain", "max_levers", "floors")


@transaction.atomic
def roll_forward(actor: Actor, plan_id: int, *, version: int | None) -> PlanCycle:
    """The plan of the next year, open, with the same money, hours and limits to begin from.

    Items that were committed and never begun are sized again, so that the new year chooses anew among them; what is running goes on and is
    taken off the new year's money and hours. Raises NotFound, NotAllowed, StaleVersion; Refused before its last quarter begins, and the second time.
    """
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    check_sees_all(actor, plan)
    if not plan.is_frozen:
        raise Refused(_("Only an approved plan is rolled forward. Nothing was changed."))
    if not may_roll(plan):
        words = {"day": formats.day(last_quarter(plan), year=True)}
        raise Refused(
            _(
                "What this plan committed is given back when it is rolled forward: not before %(day)s, when its last quarter begins. Nothing was changed."
            )
            % words
        )
    if PlanCycle.objects.filter(year=plan.year + 1, name=plan.name).exists():
        raise Refused(_("There is a plan of %(year)s already. Nothing was changed.") % {"year": plan.year + 1})

    following = PlanCycle(
        year=plan.year + 1, rolled_from=plan, prepared_by_id=actor.user_id, **{name: getattr(plan, name) for name in MEANS}
    )
    store(following)
    following.accounts.set(plan.accounts.all())
    given_back = [_size_again(item) for item in _locked_items(actor, plan) if item.state in ROLLED]

    announce_many([moved(item) for item in given_back], actor=actor)
    return following


def last_quarter(plan: PlanCycle) -> date:
    """The day on which its last quarter begins: until then what it has not begun still has its time."""
    return date(plan.year, 3 * len(plan.budget) - 2, 1)


def may_roll(plan: PlanCycle) -> bool:
    return plan.is_frozen and days.today() >= last_quarter(plan)


def _locked_items(actor: Actor, plan: PlanCycle) -> list[RoadmapItem]:
    numbers = [item.pk for item in items_of_plan(actor, plan)]
    list(RoadmapItem.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    return items_of_plan(actor, plan)


def _size_again(item: RoadmapItem) -> RoadmapItem:
    item.state, item.not_before = ROLLED[ItemState(item.state)].value, 1
    store(item, update_fields=["state", "not_before"])
    return item
