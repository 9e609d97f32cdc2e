"""Changing an offering. Strategies that name it keep what they were approved with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from mutua.catalog.events import OfferingChanged
from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import offering_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def edit_offering(
    actor: Actor,
    offering_id: int,
    *,
    version: int | None,
    name: str,
    value_proposition: str,
    price_basis: str,
    cost_to_serve: Decimal | None,
    currency: str,
    products: Iterable[Product],
    custom: Mapping[str, Any] | None = None,
) -> Offering:
    """The offering with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    offering = locked(offering_for(actor, offering_id), version)
    require(actor, "catalog.offering.edit", offering)
    refuse_unseen(actor, Offering, {"custom": custom})

    offering.name, offering.value_proposition, offering.price_basis = name.strip(), value_proposition.strip(), price_basis
    offering.cost_to_serve, offering.currency = cost_to_serve, currency.upper()
    offering.custom = merged_custom(offering, custom or {})
    store(offering, update_fields=["custom", "name", "value_proposition", "price_basis", "cost_to_serve", "currency"])
    offering.products.set(products)

    announce(OfferingChanged(offering_id=offering.pk, act="changed"), actor=actor)
    return offering
