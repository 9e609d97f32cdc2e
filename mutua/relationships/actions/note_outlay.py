"""Noting what a roadmap item has really taken: money, or hours of a team."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import check_texts
from mutua.relationships.models import Outlay
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import STARTED, ItemState

MOST = Decimal(10) ** 12


@transaction.atomic
def note_outlay(
    actor: Actor, item_id: int, *, on: date, amount: Decimal = Decimal(0), team: str = "", hours: Decimal = Decimal(0), note: str = ""
) -> Outlay:
    """One more row; what was wrong is corrected by another with a minus. Raises NotFound, NotAllowed, Refused."""
    item = locked(item_for(actor, item_id), None)
    require(actor, "relationships.roadmap.edit", item)
    if item.state not in STARTED or item.state == ItemState.EVALUATED:
        words = {"state": item.get_state_display()}
        raise Refused(
            _("This item is “%(state)s”: what it takes is noted from its commitment to its evaluation. Nothing was saved.") % words
        )
    if not amount and not hours:
        raise Refused(_("Say how much was spent, or how many hours it took. Nothing was saved."), field="amount")
    if hours and not team.strip():
        raise Refused(_("Say whose hours they were. Nothing was saved."), field="team")
    if abs(amount) >= MOST or abs(hours) >= 1_000_000:
        raise Refused(_("This number is too large. Nothing was saved."), field="amount")
    if on > days.today():
        raise Refused(_("What is spent later is noted later: the day lies ahead. Nothing was saved."), field="on")

    outlay = Outlay(item=item, on=on, amount=amount, team=team.strip(), hours=hours, note=note.strip())
    outlay.by_id, outlay.by_name = actor.user_id, actor.name
    check_texts(outlay)
    outlay.save()
    return outlay
