from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "mutua.foundation.privacy"
    label = "privacy"

    def ready(self) -> None:
        from mutua.foundation.privacy import permissions, personal_data, tasks  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("Erasures"), url_name="privacy:erasures", icon="shield-check", order=85, needs="privacy.person.erase")
