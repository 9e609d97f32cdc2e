"""Adding an offering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from mutua.catalog.events import OfferingChanged
from mutua.catalog.models import Offering, Product
from mutua.catalog.models.currency import default_currency
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def create_offering(
    actor: Actor,
    *,
    name: str,
    value_proposition: str = "",
    price_basis: str = Offering.PriceBasis.UNIT,
    cost_to_serve: Decimal | None = None,
    currency: str = "",
    products: Iterable[Product] = (),
    custom: Mapping[str, Any] | None = None,
    source: str = "",
    source_key: str = "",
) -> Offering:
    """The new offering. cost_to_serve: per account and year. Raises NotAllowed, Refused."""
    require(actor, "catalog.offering.create")
    refuse_unseen(actor, Offering, {"custom": custom}, new=True)

    offering = Offering(
        name=name.strip(), value_proposition=value_proposition.strip(), price_basis=price_basis, cost_to_serve=cost_to_serve,
        currency=(currency or default_currency()).upper(), source=source, source_key=source_key,
    )  # fmt: skip
    offering.custom = merged_custom(offering, custom or {})
    store(offering)
    offering.products.set(products)

    announce(OfferingChanged(offering_id=offering.pk, act="added"), actor=actor)
    return offering
