from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "mutua.catalog"
    label = "catalog"

    def ready(self) -> None:
        from mutua.catalog import binned, events, fields, importers, old_values, permissions, personal_data, search  # noqa: F401
        from mutua.catalog.lists import OFFERINGS, PRODUCTS
        from mutua.foundation.lists import register_list
        from mutua.foundation.ui.navigation import nav

        register_list("product", lambda: PRODUCTS)
        register_list("offering", lambda: OFFERINGS)
        nav("admin", _("Products"), url_name="catalog:products", icon="package", order=10, needs="catalog.product.view")
        nav("strategy", _("Offerings"), url_name="catalog:offerings", icon="gift", order=30, needs="catalog.offering.view")
