"""What of the back office each person sees."""

from mutua.backoffice.queries.seen import deliveries_seen, order_for, orders_seen, shipment_for, shipments_seen

__all__ = ["deliveries_seen", "order_for", "orders_seen", "shipment_for", "shipments_seen"]
