"""Adding a territory."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.filling import fill
from mutua.foundation.records.saving import store
from mutua.sales.events import TerritoryChanged
from mutua.sales.models import Territory
from mutua.sales.tasks import place_every_account
from mutua.sales.territory_values import TERRITORY_FIELDS, check_parent, check_rule


@transaction.atomic
def create_territory(actor: Actor, **values: Any) -> Territory:
    """The new territory; which accounts lie in it is found by a job after the commit. values: any of TERRITORY_FIELDS. Raises NotAllowed, Refused."""
    require(actor, "sales.territory.edit")
    territory = Territory()
    fill(territory, {name: value for name, value in values.items() if value is not None}, TERRITORY_FIELDS)
    check_parent(actor, territory)
    check_rule(actor, territory.predicate)

    store(territory)
    place_every_account.defer()

    announce(TerritoryChanged(territory_id=territory.pk, act="added"), actor=actor)
    return territory
