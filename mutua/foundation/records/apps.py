from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "mutua.foundation.records"
    label = "records"

    def ready(self) -> None:
        from mutua.foundation.records import events, permissions, tasks  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("Bin"), url_name="records:bin", icon="trash", order=80, needs="records.bin.view")
