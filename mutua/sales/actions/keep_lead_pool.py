"""Saying who takes leads, in which order; and no longer."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.models import LeadPool
from mutua.sales.queries.lead_pools import lead_pool_for

FIELDS = ("territory", "team", "by", "most")


@transaction.atomic
def create_lead_pool(actor: Actor, **values: Any) -> LeadPool:
    """A new pool. values: any of FIELDS. Raises NotAllowed, Refused."""
    require(actor, "sales.leadpool.edit")
    pool = LeadPool()
    fill(pool, values, FIELDS)

    store(pool)
    return pool


@transaction.atomic
def edit_lead_pool(actor: Actor, pool_id: int, *, version: int | None, **values: Any) -> LeadPool:
    """The pool with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    pool = locked(lead_pool_for(actor, pool_id), version)
    require(actor, "sales.leadpool.edit", pool)
    if changed := fill(pool, values, FIELDS):
        store(pool, update_fields=changed)
    return pool


@transaction.atomic
def delete_lead_pool(actor: Actor, pool_id: int, *, version: int | None) -> LeadPool:
    """The pool, in the bin: it takes no more leads. Raises NotFound, NotAllowed, StaleVersion."""
    return soft_delete(actor, lead_pool_for(actor, pool_id), version)
