"""What stood in the fields of products and offerings can be put back, by the acts that edit them."""

from __future__ import annotations

from mutua.catalog.actions import edit_offering, edit_product
from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import offering_for, product_for
from mutua.foundation.records.returning import old_values

old_values(
    "product",
    Product,
    find=product_for,
    edit=edit_product.edit_product,
    view_needs="catalog.product.view",
    edit_needs="catalog.product.edit",
    fields=edit_product.FIELDS,
)
old_values(
    "offering",
    Offering,
    find=offering_for,
    edit=edit_offering.edit_offering,
    view_needs="catalog.offering.view",
    edit_needs="catalog.offering.edit",
    fields=edit_offering.FIELDS,
)
