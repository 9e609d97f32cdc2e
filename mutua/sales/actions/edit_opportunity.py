"""Changing what is known of a deal. Its stage has acts of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.sales.models import Opportunity
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.values import check_account, fill, infer_strategy


@transaction.atomic
def edit_opportunity(actor: Actor, opportunity_id: int, *, version: int | None, **values: Any) -> Opportunity:
    """The deal with these values; others stay. A strategy that is named here is chosen, no longer inferred.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.edit", opportunity)
    refuse_unseen(actor, Opportunity, values)
    values.pop("stage", None)
    if "owner" in values and getattr(values["owner"], "pk", None) != opportunity.owner_id:
        require(actor, "sales.opportunity.assign", opportunity)
    changed = fill(opportunity, values)
    if "account" in changed:
        check_account(actor, opportunity)
    if "strategy" in changed:
        opportunity.strategy_inferred = False
        changed.append("strategy_inferred")
    elif {"account", "product"} & set(changed):
        changed += infer_strategy(opportunity)
    if not changed:
        return opportunity

    store(opportunity, update_fields=changed)
    return opportunity
