from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TodayConfig(AppConfig):
    name = "mutua.foundation.today"
    label = "today"

    def ready(self) -> None:
        from mutua.foundation.privacy import nothing_personal
        from mutua.foundation.today import running  # noqa: F401
        from mutua.foundation.today.models import PutOff
        from mutua.foundation.ui.navigation import nav

        nothing_personal(PutOff)
        nav("top", _("Today"), url_name="today:home", icon="sun", order=0, key="t", phone=1)
