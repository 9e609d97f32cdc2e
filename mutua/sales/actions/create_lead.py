"""Noting a lead."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.sales.lead_events import LeadArrived
from mutua.sales.lead_values import fill
from mutua.sales.models import Lead
from mutua.sales.queries.fitting import infer_lead_strategy


@transaction.atomic
def create_lead(actor: Actor, **values: Any) -> Lead:
    """A new lead. values: any of LEAD_FIELDS. Who notes it owns it, unless `owner` names somebody. Raises NotAllowed, Refused."""
    require(actor, "sales.lead.create")
    refuse_unseen(actor, Lead, values, new=True)
    lead = Lead(owner_id=actor.user_id)
    fill(lead, {name: value for name, value in values.items() if value is not None})
    infer_lead_strategy(lead)

    store(lead)

    announce(LeadArrived(lead_id=lead.pk, lead=lead.name), actor=actor)
    return lead
