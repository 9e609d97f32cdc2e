"""Leaving: somebody works in a territory up to a day, and no longer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.sales.events import TerritoryChanged
from mutua.sales.models import TerritoryMember
from mutua.sales.queries.territories import territory_for


@transaction.atomic
def leave_territory(actor: Actor, territory_id: int, member_id: int, *, until: date | None = None) -> TerritoryMember:
    """The membership with its last day, today where none is said. Raises NotFound, NotAllowed, Refused where it has one already."""
    territory = territory_for(actor, territory_id)
    require(actor, "sales.territory.edit", territory)
    member = find(visible_to(actor, TerritoryMember.objects.filter(territory=territory).select_for_update()), pk=member_id)
    if member.until is not None:
        raise Refused(_("This membership has its last day already. Nothing was changed."))
    last = until or days.today()
    if member.since and last < member.since:
        raise Refused(_("The last day cannot be before the first. Nothing was changed."), field="until")

    member.until = last
    store(member, update_fields=["until"])

    announce(TerritoryChanged(territory_id=territory.pk, act="left"), actor=actor)
    return member
