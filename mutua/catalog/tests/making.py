"""Products and offerings for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from mutua.catalog.models import Offering, Product

_number = count(1)


def make_product(**values: Any) -> Product:
    values.setdefault("name", f"Product {next(_number)}")
    values.setdefault("currency", "USD")
    product = Product.objects.create(**values)
    product.refresh_from_db()
    return product


def make_offering(*, products: list[Product] | None = None, **values: Any) -> Offering:
    values.setdefault("name", f"Offering {next(_number)}")
    values.setdefault("currency", "USD")
    offering = Offering.objects.create(**values)
    offering.products.set(products or [])
    offering.refresh_from_db()
    return offering
