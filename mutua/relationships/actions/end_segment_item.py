"""Ending what is planned for a whole segment: nobody new gets it, and the accounts keep what they have."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.keep_segment_items import check_sees_members
from mutua.relationships.models import SegmentItem
from mutua.relationships.queries.segment_items import segment_item_for


@transaction.atomic
def end_segment_item(actor: Actor, item_id: int, *, version: int | None) -> SegmentItem:
    """Raises NotFound, NotAllowed, StaleVersion; Refused when it has ended already."""
    item = locked(segment_item_for(actor, item_id), version)
    require(actor, "relationships.plan.edit", item)
    check_sees_members(actor, item.segment_id, item)
    if not item.is_open:
        raise Refused(_("This has ended already. Nothing was changed."))

    item.ended_at = days.now()
    store(item, update_fields=["ended_at"])
    return item
