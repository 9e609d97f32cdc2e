"""Taking up a lead: somebody is on it. What was judged before is open again."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.actions.lead_refusals import check_can_become
from mutua.sales.lead_events import LeadReopened, LeadTakenUp
from mutua.sales.models import Lead
from mutua.sales.queries.leads import lead_for


@transaction.atomic
def take_up_lead(actor: Actor, lead_id: int, *, version: int | None) -> Lead:
    """The lead, worked on. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.edit", lead)
    check_can_become(lead, Lead.State.WORKING)

    was_judged = lead.judged_at is not None
    lead.state, lead.judged_at, lead.disqualified_reason, lead.failed = Lead.State.WORKING, None, "", None
    store(lead, update_fields=["state", "judged_at", "disqualified_reason", "failed"])

    told = LeadReopened if was_judged else LeadTakenUp
    announce(told(lead_id=lead.pk, lead=lead.name), actor=actor)
    return lead
