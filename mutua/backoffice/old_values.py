"""What stood in what the ERP owns is read here; it is put right where it is owned, and the next import brings it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset, Invoice, Order, Shipment
from mutua.backoffice.queries.assets import asset_for
from mutua.backoffice.queries.owing import invoice_for
from mutua.backoffice.queries.seen import order_for, shipment_for
from mutua.foundation.records.returning import old_values_read

WHY = _("Your ERP owns this record and Mutua shows what it said: nothing is put back here. Put it right there; the next import brings it.")

for _key, _model, _find in (
    ("order", Order, order_for),
    ("shipment", Shipment, shipment_for),
    ("invoice", Invoice, invoice_for),
    ("asset", Asset, asset_for),
):
    old_values_read(_key, _model, find=_find, view_needs=f"backoffice.{_key}.view", stays=WHY)
