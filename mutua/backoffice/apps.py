from __future__ import annotations

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "mutua.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from mutua.backoffice import events, importers, permissions  # noqa: F401
        from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
        from mutua.foundation.privacy import nothing_personal

        nothing_personal(Order, OrderLine, Shipment, ShipmentLine)
