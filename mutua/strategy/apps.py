from __future__ import annotations

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "mutua.strategy"
    label = "strategy"

    def ready(self) -> None:
        from mutua.strategy import binned, events, permissions, personal_data, tasks  # noqa: F401
