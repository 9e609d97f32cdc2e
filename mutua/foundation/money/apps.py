from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoneyConfig(AppConfig):
    name = "mutua.foundation.money"
    label = "money"

    def ready(self) -> None:
        from mutua.foundation.money import permissions, personal_data  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("Exchange rates"), url_name="money:rates", icon="coins", order=35, needs="money.rate.view")
