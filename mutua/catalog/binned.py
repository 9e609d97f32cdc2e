"""Products and offerings have a bin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.events import OfferingChanged, ProductChanged
from mutua.catalog.models import Offering, Product
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.bin import binned


def _of_product(act: str) -> Callable[[Actor, Any], Any]:
    return lambda actor, product: announce(ProductChanged(product_id=product.pk, act=act), actor=actor)


def _of_offering(act: str) -> Callable[[Actor, Any], Any]:
    return lambda actor, offering: announce(OfferingChanged(offering_id=offering.pk, act=act), actor=actor)


binned(
    "product",
    Product,
    title=_("Products"),
    permission="catalog.product.delete",
    deleted=_of_product("deleted"),
    restored=_of_product("restored"),
)
binned(
    "offering",
    Offering,
    title=_("Offerings"),
    permission="catalog.offering.delete",
    deleted=_of_offering("deleted"),
    restored=_of_offering("restored"),
)
