"""Finishing a roadmap item: the activity is in place, and what needs it may begin."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.size_item import moved
from mutua.relationships.models import RoadmapItem
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import ItemState, next_item_states


@transaction.atomic
def finish_item(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """Raises NotFound, NotAllowed, StaleVersion; Refused unless it is running."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    if ItemState.DONE not in next_item_states(item.state):
        raise Refused(
            _("This item is “%(state)s”: only a running one is finished. Nothing was changed.") % {"state": item.get_state_display()}
        )

    item.state = ItemState.DONE.value
    store(item)

    announce(moved(item), actor=actor)
    return item
