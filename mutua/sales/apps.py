from __future__ import annotations

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "mutua.sales"
    label = "sales"

    def ready(self) -> None:
        from mutua.sales import permissions  # noqa: F401
