"""A plan was approved: whoever owns an item of it has a task to begin it by the end of the quarter for which it is planned."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from mutua.daybook.actions.promise_task import promise_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.relationships.events import PlanApproved
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_progress import items_of_plan
from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.rules.progress import end_of_quarter

FLOW = "approved plan"


@when(PlanApproved)
def approved_plan_gives_owners_their_tasks(event: PlanApproved) -> None:
    actor = flow_actor(FLOW)
    plan = PlanCycle.objects.select_related("approved_by").get(pk=event.plan_id)
    for item in items_of_plan(actor, plan):
        if item.state != ItemState.COMMITTED:
            continue  # it has begun before we came to it
        quarter = plan.snapshot["start"][str(item.pk)]
        promise_task(
            actor,
            title=_begin(item),
            account_id=item.account_id,
            assignee=_whose(item, plan),
            # A plan that is approved late asks for nothing that lies behind us.
            due_on=max(days.today(), end_of_quarter(plan.year, quarter)),
            touchpoint=item.activity.touchpoint,
            strategy=item.strategy,
            link=item.get_absolute_url(),
            origin=f"plan-{plan.pk}-item-{item.pk}",
        )


def _begin(item: RoadmapItem) -> str:
    words = {"item": item.name, "account": item.account.name}
    return Truncator(_("Begin “%(item)s” with %(account)s") % words).chars(200)


def _whose(item: RoadmapItem, plan: PlanCycle) -> User | None:
    """The item's owner; where there is none any more, the account's, and then whoever approved the plan."""
    return next((one for one in (item.owner, item.account.owner, plan.approved_by) if one is not None and one.is_active), None)
