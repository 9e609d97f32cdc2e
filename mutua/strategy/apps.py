from __future__ import annotations

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "mutua.strategy"
    label = "strategy"

    def ready(self) -> None:
        from mutua.strategy import permissions  # noqa: F401
