from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "mutua.foundation.database"
    label = "database"

    def ready(self) -> None:
        from mutua.foundation.database import among  # noqa: F401  the lookup is known from here on
