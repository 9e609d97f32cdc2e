from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "mutua.foundation.events"
    label = "events"

    def ready(self) -> None:
        from mutua.foundation.events import personal_data  # noqa: F401
