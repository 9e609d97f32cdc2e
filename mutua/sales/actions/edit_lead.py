"""Changing what is known of a lead. Its state has acts of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.sales.lead_values import fill
from mutua.sales.models import Lead
from mutua.sales.queries.fitting import infer_lead_strategy
from mutua.sales.queries.leads import lead_for


@transaction.atomic
def edit_lead(actor: Actor, lead_id: int, *, version: int | None, **values: Any) -> Lead:
    """The lead with these values; others stay. A strategy that is named here is chosen, no longer inferred.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.edit", lead)
    refuse_unseen(actor, Lead, values)
    if "owner" in values and getattr(values["owner"], "pk", None) != lead.owner_id:
        require(actor, "sales.lead.assign", lead)
    changed = fill(lead, values)
    changed += infer_lead_strategy(lead)
    if not changed:
        return lead

    store(lead, update_fields=changed)
    return lead
