"""What happens to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class ProductsImported(Event):
    """An import made or changed these products."""

    name: ClassVar[str] = "catalog.product.imported"
    run_id: int
    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class ProductChanged(Event):
    """A product was added, changed, deleted or restored: `act` says which."""

    name: ClassVar[str] = "catalog.product.changed"
    product_id: int
    act: str


@dataclass(frozen=True)
class OfferingChanged(Event):
    """An offering was added, changed, deleted or restored: `act` says which."""

    name: ClassVar[str] = "catalog.offering.changed"
    offering_id: int
    act: str
