"""Putting activities on roadmaps by hand, or from another program: what no profile has asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import one_at_a_time
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.relationships.actions.new_item import figures_of, link_prerequisites, tell_of
from mutua.relationships.actions.size_item import FIELDS, asks_less, check_figures, with_returns
from mutua.relationships.models import RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.rules.lifecycles import ItemState

MOST = 200


@transaction.atomic
def add_items(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[RoadmapItem]:
    """rows: account_id, the key of an activity of the catalogue as `activity`, and any of `size_item.FIELDS`; what they leave out the
    catalogue says. At most 200, all or none; with returns an item is sized, without it is an idea.

    Raises NotFound, NotAllowed; Refused with the number of the row (1 is the first) that is wrong.
    """
    if not 0 < len(rows) <= MOST:
        raise Refused(_("Between 1 and %(most)s items can be added at a time. Nothing was changed.") % {"most": MOST})
    one_at_a_time(Account, (row["account_id"] for row in rows))
    known = {activity.key: activity for entry in catalogue(actor).values() for activity in entry.activities}
    made = []
    for number, row in enumerate(rows, start=1):
        try:
            made.append(_added(actor, dict(row), known))
        except Refused as refusal:
            raise Refused(_("Item %(number)s: %(why)s") % {"number": number, "why": refusal}, field=refusal.field) from refusal
    link_prerequisites({item.account_id for item in made})

    tell_of(actor, made)
    return made


def _added(actor: Actor, row: dict[str, Any], known: Mapping[str, Any]) -> RoadmapItem:
    account = account_for(actor, row.pop("account_id"))
    require(actor, "relationships.roadmap.edit", account)
    key = row.pop("activity")
    if key not in known:
        raise Refused(_("The catalogue has no activity “%(key)s”. Nothing was changed.") % {"key": key}, field="activity")
    refuse_unseen(actor, RoadmapItem, row, new=True)
    if RoadmapItem.objects.filter(account=account, activity=known[key]).exclude(state__in=ENDED).exists():
        words = {"item": known[key].name, "account": account.name}
        raise Refused(_("%(item)s stands on the roadmap of %(account)s already. Nothing was changed.") % words, field="activity")

    item = RoadmapItem(account=account, activity=known[key], owner_id=account.owner_id or actor.user_id, **figures_of(known[key]))
    if asks_less(item, row.get("needs", item.needs)):
        # Whoever makes it opens its gate no wider than who changes it.
        require(actor, "relationships.gate.override", account)
    values = with_returns(item, row)
    check_figures(item, values)
    fill(item, values, FIELDS)
    item.state = (ItemState.SIZED if item.is_sized else ItemState.IDEA).value
    store(item)
    return item
