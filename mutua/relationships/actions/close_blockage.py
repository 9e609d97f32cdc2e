"""Saying which roadmap item takes away what stands in the way, or that none does any more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.models import Blockage, RoadmapItem
from mutua.relationships.queries.blockages import blockage_for
from mutua.relationships.rules.lifecycles import ItemState


@transaction.atomic
def close_blockage(actor: Actor, blockage_id: int, *, version: int | None, item: RoadmapItem | None) -> Blockage:
    """item: of the same account, not stopped; None: it stands again. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    blockage = locked(blockage_for(actor, blockage_id), version)
    require(actor, "relationships.touchpoint.edit", blockage)
    if item is not None and item.account_id != blockage.account_touchpoint.account_id:
        raise Refused(_("This item is another account's. Nothing was changed; choose one of this account."), field="item")
    if item is not None and item.state == ItemState.STOPPED:
        raise Refused(
            _("This item was stopped: it takes nothing away. Nothing was changed; choose one that is planned or done."), field="item"
        )

    blockage.closed_by = item
    store(blockage, update_fields=["closed_by"])
    return blockage
