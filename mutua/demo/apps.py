from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "mutua.demo"
    label = "demo"

    def ready(self) -> None:
        from mutua.demo import today  # noqa: F401
        from mutua.demo.models import DemoRecord
        from mutua.foundation.privacy import nothing_personal

        nothing_personal(DemoRecord)
