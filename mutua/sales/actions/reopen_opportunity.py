"""Opening a closed deal again: where it stood before it ended."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.sales.actions.keeping import put_into_stage
from mutua.sales.actions.refusals import told
from mutua.sales.events import OpportunityReopened
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.rules import stage_gate


@transaction.atomic
def reopen_opportunity(actor: Actor, opportunity_id: int, *, version: int | None) -> Opportunity:
    """The deal, open as before. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.reopen", opportunity)
    with told():
        stage_gate.check_can_reopen(opportunity.gate_facts())

    opportunity.closed_on, opportunity.lost_reason = None, ""
    put_into_stage(actor, opportunity, _stood_in(opportunity), with_fields=("closed_on", "lost_reason"))

    announce(OpportunityReopened(opportunity_id=opportunity.pk, account_id=opportunity.account_id, deal=opportunity.name), actor=actor)
    return opportunity


def _stood_in(opportunity: Opportunity) -> Stage:
    last = opportunity.stage_changes.filter(was__kind=Stage.Kind.OPEN).select_related("was").first()
    if last is not None and last.was is not None:
        return last.was
    # An imported deal has no moves: it goes back to the last open stage of its pipeline.
    stages = Stage.objects.filter(pipeline=opportunity.stage.pipeline_id, kind=Stage.Kind.OPEN)
    return stages.order_by("-order", "-pk")[0]
