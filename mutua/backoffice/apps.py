from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "mutua.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from mutua.backoffice import (  # noqa: F401
            asset_importers,
            asset_panels,
            events,
            fields,
            holding_fields,
            importers,
            metrics,
            old_values,
            owing_importers,
            owing_panels,
            panels,
            party_fields,
            party_panels,
            permissions,
            personal_data,
            search,
            standing,
            worth_fields,
            worth_panels,
        )
        from mutua.foundation.timeline import line_kind
        from mutua.foundation.ui.navigation import nav

        line_kind("order", _("Orders"), ("backoffice.order",), order=40, about=("account", "person", "household"))
        line_kind("delivery", _("Deliveries"), ("backoffice.shipment",), order=50, about=("account",))
        nav(
            "work",
            _("Deliveries"),
            url_name="backoffice:deliveries",
            icon="truck-delivery",
            order=40,
            needs="backoffice.shipment.view",
            key="d",
        )
        nav("work", _("Assets"), url_name="backoffice:assets", icon="package", order=47, needs="backoffice.asset.view")
        nav("work", _("Invoices"), url_name="backoffice:invoices", icon="receipt", order=45, needs="backoffice.invoice.view")
