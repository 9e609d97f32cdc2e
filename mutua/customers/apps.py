from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "mutua.customers"
    label = "customers"

    def ready(self) -> None:
        from mutua.customers import permissions, personal_data  # noqa: F401
