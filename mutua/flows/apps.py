from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "mutua.flows"
    label = "flows"

    def ready(self) -> None:
        # A flow listens from the moment that its file exists; there is no list to forget it on.
        for module in iter_modules(import_module(self.name).__path__):
            if module.name not in ("apps", "tests"):
                import_module(f"{self.name}.{module.name}")
