from __future__ import annotations

from django.apps import AppConfig


class DaybookConfig(AppConfig):
    name = "mutua.daybook"
    label = "daybook"

    def ready(self) -> None:
        from mutua.daybook import permissions  # noqa: F401
