from __future__ import annotations

from django.apps import AppConfig


class DaysConfig(AppConfig):
    name = "mutua.foundation.days"
    label = "days"

    def ready(self) -> None:
        from mutua.foundation.days import personal_data  # noqa: F401
