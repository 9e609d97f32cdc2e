from __future__ import annotations

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "mutua.flows"
    label = "flows"
