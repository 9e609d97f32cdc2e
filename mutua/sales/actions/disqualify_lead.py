"""Disqualifying: we do not want to serve this lead, or cannot. The reason is kept, because the strategy learns from it."""

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
from mutua.sales.lead_events import LeadDisqualified
from mutua.sales.models import Lead
from mutua.sales.queries.leads import lead_for
from mutua.strategy.models import Criterion
from mutua.strategy.queries.criteria import criteria_in_force


@transaction.atomic
def disqualify_lead(actor: Actor, lead_id: int, *, version: int | None, reason: str = "", failed: Criterion | None = None) -> Lead:
    """The lead, disqualified. failed: the criterion of its strategy that it does not fulfil; without one, reason says why.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.qualify", lead)
    check_can_become(lead, Lead.State.DISQUALIFIED)
    if failed is None and not reason.strip():
        raise Refused(_("Say why, or which criterion it does not fulfil; nothing was changed."), field="reason")
    if failed is not None and failed not in criteria_in_force([lead.strategy_id]).get(lead.strategy_id, []):
        raise Refused(_("The lead’s strategy does not ask this; nothing was changed."), field="failed")

    lead.state, lead.judged_at, lead.failed = Lead.State.DISQUALIFIED, days.now(), failed
    lead.disqualified_reason = (reason.strip() or (failed.question if failed else ""))[:300]
    store(lead, update_fields=["state", "judged_at", "failed", "disqualified_reason"])

    announce(LeadDisqualified(lead_id=lead.pk, lead=lead.name, reason=lead.disqualified_reason), actor=actor)
    return lead
