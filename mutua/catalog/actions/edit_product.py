"""Changing a product. What was sold keeps the price that it was sold at."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.catalog.events import ProductChanged
from mutua.catalog.models import Product
from mutua.catalog.queries.catalogue import product_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

FIELDS = ("name", "sku", "series", "list_price", "currency", "custom")


@transaction.atomic
def edit_product(
    actor: Actor,
    product_id: int,
    *,
    version: int | None,
    **values: Any,
) -> Product:
    """The product with these values, any of FIELDS. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    product = locked(product_for(actor, product_id), version)
    require(actor, "catalog.product.edit", product)
    refuse_unseen(actor, Product, values)

    changed = fill(product, values, FIELDS)
    product.currency = product.currency.upper()
    store(product, update_fields=changed)

    announce(ProductChanged(product_id=product.pk, act="changed"), actor=actor)
    return product
