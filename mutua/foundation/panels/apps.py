from __future__ import annotations

from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "mutua.foundation.panels"
    label = "panels"
