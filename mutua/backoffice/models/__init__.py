from mutua.backoffice.models.order import Order
from mutua.backoffice.models.order_line import OrderLine
from mutua.backoffice.models.shipment import Shipment
from mutua.backoffice.models.shipment_line import ShipmentLine

__all__ = ["Order", "OrderLine", "Shipment", "ShipmentLine"]
