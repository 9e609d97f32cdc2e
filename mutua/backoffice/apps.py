from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "mutua.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from mutua.backoffice import events, fields, importers, panels, permissions, search  # noqa: F401
        from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
        from mutua.foundation.privacy import nothing_personal
        from mutua.foundation.ui.navigation import nav

        nothing_personal(Order, OrderLine, Shipment, ShipmentLine)
        nav(
            "work",
            _("Deliveries"),
            url_name="backoffice:deliveries",
            icon="truck-delivery",
            order=40,
            needs="backoffice.shipment.view",
            key="d",
        )
