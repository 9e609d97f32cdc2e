"""Qualifying: the lead is one that we want to serve."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.actions.lead_refusals import check_can_become
from mutua.sales.lead_events import LeadQualified
from mutua.sales.models import Lead
from mutua.sales.queries.fitting import fit_of
from mutua.sales.queries.leads import lead_for


@transaction.atomic
def qualify_lead(actor: Actor, lead_id: int, *, version: int | None) -> Lead:
    """The lead, qualified. Refused while a criterion that must be fulfilled is not, with which. Raises NotFound, NotAllowed, StaleVersion."""
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.qualify", lead)
    check_can_become(lead, Lead.State.QUALIFIED)
    open_ones = [line.question for line in fit_of(actor, lead).lines if line.must and line.answer != "yes"]
    if open_ones:
        raise Refused(
            _("“%(strategy)s” asks more of a contact: %(questions)s Answer it first, or disqualify the lead; nothing was changed.")
            % {"strategy": lead.strategy, "questions": " ".join(f"“{question}”" for question in open_ones)}
        )

    lead.state, lead.judged_at = Lead.State.QUALIFIED, days.now()
    store(lead, update_fields=["state", "judged_at"])

    announce(LeadQualified(lead_id=lead.pk, lead=lead.name), actor=actor)
    return lead
