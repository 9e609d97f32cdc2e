"""Stopping a roadmap item: it is not pursued any further, and stays to be evaluated."""

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
def stop_item(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """Raises NotFound, NotAllowed, StaleVersion; Refused when it has ended already."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    if ItemState.STOPPED not in next_item_states(item.state):
        raise Refused(_("This item is “%(state)s” and cannot be stopped.") % {"state": item.get_state_display()})

    item.state = ItemState.STOPPED.value
    store(item)

    announce(moved(item), actor=actor)
    return item
