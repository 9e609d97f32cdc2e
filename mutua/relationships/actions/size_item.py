"""Saying what an item costs and brings each side, what it takes and when it may start."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.relationships.events import RoadmapItemMoved
from mutua.relationships.models import RoadmapItem
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import STARTED, ItemState

FIELDS = (
    "title", "owner", "strategy", "lasts", "not_before", "investment_us", "investment_them", "return_us", "return_them",
    "return_low", "return_high", "hours", "needs", "gate", "custom",
)  # fmt: skip
STAND = _("This item is committed: its figures stand as they were believed. Nothing was changed.")


@transaction.atomic
def size_item(actor: Actor, item_id: int, *, version: int | None, **values: Any) -> RoadmapItem:
    """values: any of FIELDS; amounts are lists by quarter from the start. With returns an idea becomes sized.

    Figures send an item back to before its gate; custom fields leave it where it is, and are written of a committed one, too.
    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    refuse_unseen(actor, RoadmapItem, values)
    figures = values.keys() - {"custom"}
    if figures and item.state in STARTED:
        raise Refused(STAND)
    _check(item, values)

    fill(item, values, FIELDS)
    before = item.state
    if figures:
        item.state = (ItemState.SIZED if item.is_sized else ItemState.IDEA).value
    store(item)

    if item.state != before:
        announce(moved(item), actor=actor)
    return item


def moved(item: RoadmapItem) -> RoadmapItemMoved:
    return RoadmapItemMoved(item_id=item.pk, account_id=item.account_id, item=item.name, state=str(item.get_state_display()).lower())


def _check(item: RoadmapItem, values: Mapping[str, Any]) -> None:
    for name in ("investment_us", "investment_them"):
        if any(amount < 0 for amount in values.get(name, ())):
            raise Refused(_("An investment cannot be negative. Nothing was changed."), field=name)
    if any(hour < 0 for team in values.get("hours", {}).values() for hour in team):
        raise Refused(_("Hours cannot be negative. Nothing was changed."), field="hours")
    if not 0 <= values.get("gate", item.gate) <= 1:
        raise Refused(_("A gate lies between 0 and 1. Nothing was changed."), field="gate")
    likely = sum(values.get("return_us", item.return_us), Decimal(0))
    low, high = values.get("return_low", item.return_low), values.get("return_high", item.return_high)
    if (low is not None and low > likely) or (high is not None and high < likely):
        raise Refused(_("The likely return has to lie between the low and the high one. Nothing was changed."), field="return_us")
