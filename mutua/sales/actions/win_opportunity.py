"""Winning: the customer said yes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.sales.actions.keeping import end_of, put_into_stage
from mutua.sales.actions.refusals import told
from mutua.sales.events import OpportunityWon
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import opportunity_for
from mutua.sales.rules import stage_gate


@transaction.atomic
def win_opportunity(
    actor: Actor, opportunity_id: int, *, version: int | None, closed_on: date, amount: Decimal | None = None
) -> Opportunity:
    """The deal, won on that day; amount: what it was closed at, where it differs. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.win", opportunity)
    with told():
        stage_gate.check_can_close(opportunity.gate_facts(), closed_on, days.today())

    opportunity.closed_on = closed_on
    if amount is not None:
        opportunity.amount, opportunity.amount_is_list_price = amount, False
    put_into_stage(actor, opportunity, end_of(opportunity, Stage.Kind.WON), with_fields=("closed_on", "amount", "amount_is_list_price"))

    announce(OpportunityWon(opportunity_id=opportunity.pk, account_id=opportunity.account_id, deal=opportunity.name), actor=actor)
    return opportunity
