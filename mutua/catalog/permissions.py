"""What may be done with products and offerings. The catalogue is the whole company's: whoever may look sees every row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering, Product
from mutua.foundation.access import declare, everybody, sees

LOOK = ("manager", "representative", "agent", "marketer", "executive")

declare("catalog.product.view", _("See products"), roles=LOOK)
declare("catalog.product.create", _("Add products"), roles=("manager",))
declare("catalog.product.edit", _("Change products"), roles=("manager",))
declare("catalog.product.delete", _("Delete products"), roles=("manager",))
declare("catalog.offering.view", _("See offerings"), roles=LOOK)
declare("catalog.offering.create", _("Add offerings"), roles=("manager", "executive"))
declare("catalog.offering.edit", _("Change offerings"), roles=("manager", "executive"))
declare("catalog.offering.delete", _("Delete offerings"), roles=("manager", "executive"))

sees(Product, everybody(), permission="catalog.product.view")
sees(Offering, everybody(), permission="catalog.offering.view")
