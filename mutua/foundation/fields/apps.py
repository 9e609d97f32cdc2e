from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldsConfig(AppConfig):
    name = "mutua.foundation.fields"
    label = "fields"

    def ready(self) -> None:
        from mutua.foundation.fields import events, permissions  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("Custom fields"), url_name="fields:custom-fields", icon="forms", order=30, needs="fields.custom.edit")
