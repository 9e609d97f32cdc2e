"""Which fields are about a person: none."""

from __future__ import annotations

from mutua.catalog.models import Offering, Product
from mutua.foundation.privacy import nothing_personal

nothing_personal(Product, Offering)
