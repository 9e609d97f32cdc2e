"""Adding a product."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from mutua.catalog.events import ProductChanged
from mutua.catalog.models import Product
from mutua.catalog.models.currency import default_currency
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def create_product(
    actor: Actor,
    *,
    name: str,
    sku: str = "",
    series: str = "",
    list_price: Decimal | None = None,
    currency: str = "",
    custom: Mapping[str, Any] | None = None,
    source: str = "",
    source_key: str = "",
) -> Product:
    """The new product. Refused when another one has its number."""
    require(actor, "catalog.product.create")
    refuse_unseen(actor, Product, {"custom": custom}, new=True)

    product = Product(
        name=name.strip(), sku=sku.strip(), series=series.strip(), list_price=list_price, currency=(currency or default_currency()).upper(),
        source=source, source_key=source_key,
    )  # fmt: skip
    product.custom = merged_custom(product, custom or {})
    store(product)

    announce(ProductChanged(product_id=product.pk, act="added"), actor=actor)
    return product
