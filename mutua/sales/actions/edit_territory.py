"""Changing a territory: its name, the one above it, its rule."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.events import TerritoryChanged
from mutua.sales.models import Territory
from mutua.sales.queries.territories import territory_for
from mutua.sales.tasks import place_every_account
from mutua.sales.territory_values import TERRITORY_FIELDS, check_parent, check_rule


@transaction.atomic
def edit_territory(actor: Actor, territory_id: int, *, version: int | None, **values: Any) -> Territory:
    """The territory with these values; others stay. A circle is refused with its path. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    territory = locked(territory_for(actor, territory_id), version)
    require(actor, "sales.territory.edit", territory)
    changed = fill(territory, values, TERRITORY_FIELDS)
    if "parent" in changed:
        check_parent(actor, territory)
    if "predicate" in changed:
        check_rule(actor, territory.predicate)
    if not changed:
        return territory

    store(territory, update_fields=changed)
    if {"parent", "predicate"} & set(changed):
        place_every_account.defer()

    announce(TerritoryChanged(territory_id=territory.pk, act="changed"), actor=actor)
    return territory
