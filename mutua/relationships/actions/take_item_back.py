"""Undo of beginning, finishing or stopping an item."""

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
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import FINISHED, ITEM_BACK, ItemState


@transaction.atomic
def take_item_back(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """The item as it stood before. Raises NotFound, NotAllowed, StaleVersion; Refused where there is no way back."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    before = _stood_in(item)
    if before is None:
        words = {"state": item.get_state_display()}
        raise Refused(_("This item is “%(state)s”; there is nothing to take back. Nothing was changed.") % words)
    if item.state == ItemState.DONE and (begun := _begun_on_it(item)):
        raise Refused(_("%(names)s began because this was done. Take that back first. Nothing was changed.") % {"names": ", ".join(begun)})

    if item.state in ENDED and (other := _stands_in_its_place(item)):
        words = {"name": other.name, "state": other.get_state_display()}
        raise Refused(
            _("%(name)s stands on this roadmap already (“%(state)s”), and it stands there once. Stop that one first. Nothing was changed.")
            % words
        )

    item.state = before.value
    store(item, update_fields=["state"])

    announce(moved(item), actor=actor)
    return item


def _stood_in(item: RoadmapItem) -> ItemState | None:
    if item.state != ItemState.STOPPED:
        return ITEM_BACK.get(ItemState(item.state))
    last = item.events.exclude(state=item.state).order_by("-pgh_id").values_list("state", flat=True).first()  # type: ignore[attr-defined]
    return ItemState(last) if last else None


def _stands_in_its_place(item: RoadmapItem) -> RoadmapItem | None:
    others = RoadmapItem.objects.filter(account=item.account_id, activity=item.activity_id).exclude(pk=item.pk)
    return others.exclude(state__in=ENDED).select_related("activity").first()


def _begun_on_it(item: RoadmapItem) -> list[str]:
    begun = RoadmapItem.objects.filter(requires=item, state__in=(ItemState.RUNNING, *FINISHED)).select_related("activity").order_by("pk")
    return [one.name for one in begun]
