from __future__ import annotations

from django.apps import AppConfig


class DaybookConfig(AppConfig):
    name = "mutua.daybook"
    label = "daybook"
