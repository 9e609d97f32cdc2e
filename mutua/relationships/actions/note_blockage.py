"""Noting what stands in the way at a touchpoint."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.records.saving import store
from mutua.relationships.models import Blockage
from mutua.relationships.queries.touchpoints import touchpoint_for


@transaction.atomic
def note_blockage(actor: Actor, account_id: int, key: str, *, side: str, what: str, cost_per_year: Decimal | None = None) -> Blockage:
    """A process or system on one side; what it costs is in the account's currency. Raises NotFound, NotAllowed, Refused."""
    at = touchpoint_for(actor, account_id, key)
    require(actor, "relationships.touchpoint.edit", at)

    blockage = Blockage(account_touchpoint=at, side=side, what=what, cost_per_year=cost_per_year, currency=at.account.currency)
    blockage.owner_id = at.owner_id
    store(blockage)
    return blockage
