from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "mutua.catalog"
    label = "catalog"

    def ready(self) -> None:
        from mutua.catalog import permissions, personal_data  # noqa: F401
