"""Beginning a roadmap item: what both sides committed to is under way."""

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
from mutua.relationships.rules.lifecycles import FINISHED, ItemState, next_item_states


@transaction.atomic
def begin_item(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """Raises NotFound, NotAllowed, StaleVersion; Refused unless it is committed and all that it needs is finished."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    if ItemState.RUNNING not in next_item_states(item.state):
        raise Refused(
            _("This item is “%(state)s”: only a committed one begins. Nothing was changed.") % {"state": item.get_state_display()}
        )
    # They are locked, so that nobody takes one back meanwhile.
    needed = RoadmapItem.objects.filter(required_by=item).select_related("activity").select_for_update(of=("self",)).order_by("pk")
    unfinished = [one.name for one in needed if one.state not in FINISHED]
    if unfinished:
        words = {"needed": ", ".join(unfinished)}
        raise Refused(_("It comes after %(needed)s, and that is not finished. Nothing was changed; finish it first.") % words)

    item.state = ItemState.RUNNING.value
    store(item)

    announce(moved(item), actor=actor)
    return item
