from __future__ import annotations

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "mutua.foundation.timeline"
    label = "timeline"

    def ready(self) -> None:
        from mutua.foundation.timeline import permissions, personal_data  # noqa: F401
