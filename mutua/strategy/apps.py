from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "mutua.strategy"
    label = "strategy"

    def ready(self) -> None:
        from mutua.foundation.ui.navigation import nav
        from mutua.strategy import (  # noqa: F401
            binned,
            counted_accounts,
            events,
            fields,
            merged,
            old_values,
            owned,
            panels,
            permissions,
            personal_data,
            search,
            shipments,
            tasks,
            today,
            undone,
        )

        nav(
            "strategy",
            _("Strategies"),
            url_name="strategy:strategies",
            icon="target-arrow",
            order=10,
            needs="strategy.strategy.view",
            key="s",
        )
        nav(
            "strategy",
            _("Executive page"),
            url_name="strategy:summary",
            icon="report-analytics",
            order=12,
            needs="strategy.strategy.view",
            key="e",
        )
        nav("strategy", _("Segments"), url_name="strategy:segments", icon="users-group", order=20, needs="strategy.segment.view")
