"""Losing: the customer said no. The reason is kept, because the next deal learns from it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.sales.actions.keeping import end_of, put_into_stage
from mutua.sales.actions.refusals import told
from mutua.sales.events import OpportunityLost
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.rules import stage_gate


@transaction.atomic
def lose_opportunity(actor: Actor, opportunity_id: int, *, version: int | None, closed_on: date, reason: str) -> Opportunity:
    """The deal, lost on that day for that reason. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.lose", opportunity)
    if not reason.strip():
        raise Refused(_("Say why the deal was lost; nothing was changed."), field="lost_reason")
    with told():
        stage_gate.check_can_close(opportunity.gate_facts(), closed_on, days.today())

    opportunity.closed_on, opportunity.lost_reason = closed_on, reason.strip()
    put_into_stage(actor, opportunity, end_of(opportunity, Stage.Kind.LOST), with_fields=("closed_on", "lost_reason"))

    announce(
        OpportunityLost(
            opportunity_id=opportunity.pk, account_id=opportunity.account_id, deal=opportunity.name, reason=opportunity.lost_reason
        ),
        actor=actor,
    )
    return opportunity
