from __future__ import annotations

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "mutua.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from mutua.backoffice import permissions  # noqa: F401
