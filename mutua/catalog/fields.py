"""What lists and filters know of products and offerings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering, Product
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field

field("product", key="name", label=_("Name"), kind="text")
field("product", key="sku", label=_("Number"), kind="text")
field("product", key="series", label=_("Series"), kind="text")
field("product", key="list_price", label=_("List price"), kind="money", currency="currency")
field("product", key="currency", label=_("Currency"), kind="text")
field("product", key="source", label=_("Source"), kind="text")

field("offering", key="name", label=_("Name"), kind="text")
field("offering", key="price_basis", label=_("Price basis"), kind="choice", choices=lambda: Offering.PriceBasis.choices)
field("offering", key="cost_to_serve", label=_("Cost to serve"), kind="money", currency="currency")
field("offering", key="currency", label=_("Currency"), kind="text")

takes_custom_fields("product", _("Products"), Product)
takes_custom_fields("offering", _("Offerings"), Offering)
hides(Product, "product", {})
hides(Offering, "offering", {})
