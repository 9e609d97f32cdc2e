"""Giving a lead to whoever's turn it is, with the reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.lead_assignment import told_assignment
from mutua.sales.lead_events import LeadAssigned
from mutua.sales.models import Lead, LeadPool
from mutua.sales.queries.lead_pools import pools_for, sellers_of
from mutua.sales.queries.leads import lead_for
from mutua.sales.rules.assignment import Turn, by_load, in_turn


@transaction.atomic
def assign_lead(actor: Actor, lead_id: int, *, version: int | None) -> Lead:
    """The lead, with its new owner and why. Raises NotFound, NotAllowed, StaleVersion; Refused where it has ended, or nobody is free to take it."""
    lead = locked(lead_for(actor, lead_id), version)
    require(actor, "sales.lead.assign", lead)
    if not lead.is_open:
        raise Refused(_("This lead has ended, so nobody has to take it; nothing was changed."))
    for found in pools_for(lead):
        # Two leads at once wait here for each other, so that both do not get the same turn.
        pool = LeadPool.objects.select_for_update(of=("self",)).select_related("territory", "team").get(pk=found.pk)
        choose = in_turn if pool.by == LeadPool.By.TURN else by_load
        turn = choose(sellers_of(pool), pool.last_id, pool.most)
        if turn is not None:
            return _give(actor, lead, pool, turn)
    raise Refused(
        _("No pool has anybody who is free to take this lead. Add people to a pool, or give it to somebody by hand; nothing was changed.")
    )


def _give(actor: Actor, lead: Lead, pool: LeadPool, turn: Turn) -> Lead:
    LeadPool.objects.filter(pk=pool.pk).update(last=turn.seller.user_id)
    lead.owner = User.objects.get(pk=turn.seller.user_id)
    lead.assignment = _reason(pool, turn)
    store(lead, update_fields=["owner", "assignment"])

    announce(LeadAssigned(lead_id=lead.pk, lead=lead.name, owner=turn.seller.name, reason=told_assignment(lead.assignment)), actor=actor)
    return lead


def _reason(pool: LeadPool, turn: Turn) -> dict[str, Any]:
    return {
        "by": pool.by, "pool": str(pool), "territory": pool.territory_id is not None, "place": turn.place, "of": turn.of, "open": turn.seller.open_leads,
        "skipped": list(turn.skipped),
    }  # fmt: skip
