from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "mutua.foundation.api"
    label = "api"

    def ready(self) -> None:
        from mutua.foundation.api import permissions, personal_data, tasks  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("API keys"), url_name="api:keys", icon="key", order=60, needs="api.key.manage")
