"""A plan was approved: where its accounts stand and want to be is kept for that year, so that it can be looked at when the year is over."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.relationships.actions.keep_profiles import keep_profiles
from mutua.relationships.events import PlanApproved
from mutua.relationships.models import PlanCycle

FLOW = "profiles kept"


@when(PlanApproved)
def approved_plan_keeps_profiles(event: PlanApproved) -> None:
    plan = PlanCycle.everything.filter(pk=event.plan_id).first()
    if plan is not None:
        keep_profiles(flow_actor(FLOW), event.account_ids, year=plan.year)
