from mutua.backoffice.models.asset import Asset
from mutua.backoffice.models.credit_standing import CreditStanding
from mutua.backoffice.models.invoice import Invoice
from mutua.backoffice.models.order import Order
from mutua.backoffice.models.order_line import OrderLine
from mutua.backoffice.models.shipment import Shipment
from mutua.backoffice.models.shipment_line import ShipmentLine
from mutua.backoffice.models.worth import Worth, WorthCohort

__all__ = ["Asset", "CreditStanding", "Invoice", "Order", "OrderLine", "Shipment", "ShipmentLine", "Worth", "WorthCohort"]
