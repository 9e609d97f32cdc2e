"""Giving up a territory: into the bin. Its accounts lie where the other rules say."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.sales.models import Territory, TerritoryAccount
from mutua.sales.queries.territories import territories_seen, territory_for
from mutua.sales.tasks import place_every_account


@transaction.atomic
def delete_territory(actor: Actor, territory_id: int, *, version: int) -> Territory:
    """The territory, now in the bin. Raises NotFound, NotAllowed, StaleVersion, Refused where others stand under it."""
    territory = territory_for(actor, territory_id)
    require(actor, "sales.territory.edit", territory)
    under = list(territories_seen(actor).filter(parent=territory).values_list("name", flat=True)[:3])
    if under:
        told = {"names": ", ".join(under)}
        raise Refused(_("Territories stand under it: %(names)s. Nothing was deleted. Move them under another one first.") % told)

    gone = soft_delete(actor, territory, version)
    TerritoryAccount.objects.filter(territory=territory).delete()
    place_every_account.defer()
    return gone
