"""Opening a deal."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.sales.events import OpportunityOpened
from mutua.sales.models import Opportunity, Stage, StageChange
from mutua.sales.pipelines import ensure_pipeline
from mutua.sales.rules.price import to_cents
from mutua.sales.values import check_account, fill, infer_strategy


@transaction.atomic
def create_opportunity(actor: Actor, **values: Any) -> Opportunity:
    """A new deal in the first open stage, unless `stage` says another. Who opens it owns it, unless `owner` is given.

    values: any of OPPORTUNITY_FIELDS. Raises NotAllowed, Refused.
    """
    require(actor, "sales.opportunity.create")
    refuse_unseen(actor, Opportunity, values, new=True)
    opportunity = Opportunity(owner_id=actor.user_id, engaged_on=days.today())
    fill(opportunity, {name: value for name, value in values.items() if value is not None})
    check_account(actor, opportunity)
    if opportunity.stage_id is None:
        opportunity.stage = first_stage()
    if not opportunity.name:
        opportunity.name = " · ".join(str(part) for part in (opportunity.product, opportunity.account) if part)[:200]
    if opportunity.product and values.get("amount") is None and opportunity.product.list_price is not None:
        opportunity.amount, opportunity.amount_is_list_price = to_cents(opportunity.product.list_price), True
    infer_strategy(opportunity)

    store(opportunity)
    StageChange.objects.create(opportunity=opportunity, was=None, now=opportunity.stage, at=days.now(), by=actor.name)

    announce(OpportunityOpened(opportunity_id=opportunity.pk, account_id=opportunity.account_id, deal=opportunity.name), actor=actor)
    return opportunity


def first_stage() -> Stage:
    return Stage.objects.select_related("pipeline").filter(kind=Stage.Kind.OPEN).first() or ensure_pipeline().stages.first()
