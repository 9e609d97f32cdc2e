"""What the palette finds of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.catalog.queries.catalogue import find_products
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, searchable
from mutua.foundation.ui.formats import money


@searchable("product", title=_("Products"), order=60, needs="catalog.product.view")
def products(actor: Actor, text: str, limit: int) -> list[Found]:
    return [
        Found(
            title=product.name,
            subtitle=money(product.list_price, product.currency),
            url=product.get_absolute_url(),
            glyph="package",
        )
        for product in find_products(actor, text, limit)
    ]
