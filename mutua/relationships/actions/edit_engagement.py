"""Saying how we know what is practised, and what else is noted of it. Its state moves by an act of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.relationships.models import Engagement
from mutua.relationships.queries.touchpoints import engagement_for

FIELDS = ("evidence", "evidence_url", "custom")


@transaction.atomic
def edit_engagement(actor: Actor, engagement_id: int, *, version: int | None, **values: Any) -> Engagement:
    """values: any of FIELDS. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    engagement = locked(engagement_for(actor, engagement_id), version)
    require(actor, "relationships.engagement.edit", engagement)
    refuse_unseen(actor, Engagement, values)

    store(engagement, update_fields=fill(engagement, values, FIELDS))
    return engagement
