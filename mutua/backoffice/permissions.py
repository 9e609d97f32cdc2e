"""Who sees orders, shipments, invoices and credit standing: whoever sees the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset, CreditStanding, Invoice, Order, OrderLine, Shipment, ShipmentLine, Worth
from mutua.foundation.access import declare, sees, through

STAFF = ("manager", "representative", "agent", "marketer", "executive")

declare("backoffice.order.view", _("See orders"), roles=STAFF)
declare("backoffice.order.import", _("Import orders"), roles=("manager",))
declare("backoffice.shipment.view", _("See shipments"), roles=STAFF)
declare("backoffice.shipment.import", _("Import shipments"), roles=("manager",))
declare("backoffice.invoice.view", _("See invoices"), roles=STAFF)
declare("backoffice.invoice.import", _("Import invoices"), roles=("manager",))
declare("backoffice.credit.view", _("See credit standing"), roles=STAFF)
declare("backoffice.credit.import", _("Import credit standing"), roles=("manager",))
declare("backoffice.asset.view", _("See assets"), roles=STAFF)
declare("backoffice.asset.import", _("Import assets"), roles=("manager",))

sees(Order, through("account", "person", "household"), permission="backoffice.order.view")
# Whose the order is, and not which orders one sees: of half a million lines only those that are asked for are looked at.
sees(OrderLine, through("order__account", "order__person", "order__household"), permission="backoffice.order.view")
sees(Shipment, through("account"), permission="backoffice.shipment.view")
sees(ShipmentLine, through("shipment"), permission="backoffice.shipment.view")
sees(Invoice, through("account", "person", "household"), permission="backoffice.invoice.view")
sees(CreditStanding, through("account", "person", "household"), permission="backoffice.credit.view")
sees(Asset, through("account", "person", "household"), permission="backoffice.asset.view")
sees(Worth, through("account", "person", "household"), permission="backoffice.order.view")
