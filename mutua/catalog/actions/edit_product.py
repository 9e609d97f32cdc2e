"""Changing a product. What was sold keeps the price that it was sold at."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from mutua.catalog.events import ProductChanged
from mutua.catalog.models import Product
from mutua.catalog.queries.catalogue import product_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def edit_product(
    actor: Actor,
    product_id: int,
    *,
    version: int | None,
    name: str,
    sku: str = "",
    series: str = "",
    list_price: Decimal | None = None,
    currency: str,
    custom: Mapping[str, Any] | None = None,
) -> Product:
    """The product with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    product = locked(product_for(actor, product_id), version)
    require(actor, "catalog.product.edit", product)
    refuse_unseen(actor, Product, {"custom": custom})

    product.name, product.sku, product.series = name.strip(), sku.strip(), series.strip()
    product.list_price, product.currency = list_price, currency.upper()
    product.custom = merged_custom(product, custom or {})
    store(product, update_fields=["custom", "name", "sku", "series", "list_price", "currency"])

    announce(ProductChanged(product_id=product.pk, act="changed"), actor=actor)
    return product
