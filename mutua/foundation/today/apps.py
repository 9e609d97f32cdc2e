from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "mutua.foundation.today"
    label = "today"
