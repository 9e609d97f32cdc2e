from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mutua.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        from mutua.foundation.ui import permissions  # noqa: F401
