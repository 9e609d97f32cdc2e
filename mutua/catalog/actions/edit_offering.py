"""Changing an offering. Strategies that name it keep what they were approved with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mutua.catalog.events import OfferingChanged
from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import offering_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

FIELDS = ("name", "value_proposition", "price_basis", "cost_to_serve", "currency", "custom")


@transaction.atomic
def edit_offering(
    actor: Actor,
    offering_id: int,
    *,
    version: int | None,
    products: Iterable[Product] | None = None,
    **values: Any,
) -> Offering:
    """The offering with these values, any of FIELDS, and with these products; None: those that it has. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    offering = locked(offering_for(actor, offering_id), version)
    require(actor, "catalog.offering.edit", offering)
    refuse_unseen(actor, Offering, values)

    changed = fill(offering, values, FIELDS)
    offering.currency = offering.currency.upper()
    store(offering, update_fields=changed)
    if products is not None:
        offering.products.set(products)

    announce(OfferingChanged(offering_id=offering.pk, act="changed"), actor=actor)
    return offering
