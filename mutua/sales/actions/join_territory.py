"""Joining: somebody works in a territory from a day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.sales.events import TerritoryChanged
from mutua.sales.models import TerritoryMember
from mutua.sales.queries.territories import territory_for


@transaction.atomic
def join_territory(
    actor: Actor, territory_id: int, *, user: User, role: str = "seller", since: date | None = None, until: date | None = None
) -> TerritoryMember:
    """The membership. A manager sees from that day on what belongs to those who work here and below. Raises NotFound, NotAllowed, Refused."""
    territory = territory_for(actor, territory_id)
    require(actor, "sales.territory.edit", territory)
    if since and until and until < since:
        raise Refused(_("The last day cannot be before the first. Nothing was saved."), field="until")

    member = TerritoryMember(territory=territory, user=user, role=role, since=since, until=until)
    store(member)

    announce(TerritoryChanged(territory_id=territory.pk, act="joined"), actor=actor)
    return member
