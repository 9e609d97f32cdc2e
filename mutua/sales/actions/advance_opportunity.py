"""Moving a deal to another open stage."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.sales.actions.keeping import put_into_stage
from mutua.sales.actions.refusals import told
from mutua.sales.events import OpportunityAdvanced
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.rules import stage_gate


@transaction.atomic
def advance_opportunity(actor: Actor, opportunity_id: int, *, version: int | None, to: Stage) -> Opportunity:
    """The deal in stage `to`. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.edit", opportunity)
    with told():
        stage_gate.check_can_move(opportunity.gate_facts(), to_pipeline=to.pipeline.key, to_kind=to.kind)  # type: ignore[arg-type]
    was = opportunity.stage
    if was == to:
        return opportunity

    put_into_stage(actor, opportunity, to)

    announce(
        OpportunityAdvanced(
            opportunity_id=opportunity.pk, account_id=opportunity.account_id, deal=opportunity.name, was=was.name, now=to.name
        ),
        actor=actor,
    )
    return opportunity
