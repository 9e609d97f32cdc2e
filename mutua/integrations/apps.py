from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "mutua.integrations"
    label = "integrations"

    def ready(self) -> None:
        from mutua.foundation.ui.navigation import nav
        from mutua.integrations import events, following, permissions, personal_data, tasks  # noqa: F401

        nav("admin", _("Webhooks"), url_name="integrations:webhooks", icon="webhook", order=84, needs="integrations.webhook.view")
