from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "mutua.foundation.database"
    label = "database"
