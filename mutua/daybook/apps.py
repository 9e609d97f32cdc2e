from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DaybookConfig(AppConfig):
    name = "mutua.daybook"
    label = "daybook"

    def ready(self) -> None:
        from mutua.customers.frame import account_style
        from mutua.daybook import acquaintance, events, owned, panels, permissions, personal_data, search, today  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        account_style("daybook/daybook.css")

        nav("work", _("Tasks"), url_name="daybook:tasks", icon="checkbox", order=20, needs="daybook.task.view", key="k")
