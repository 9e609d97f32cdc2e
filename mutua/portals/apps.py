from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PortalsConfig(AppConfig):
    name = "mutua.portals"
    label = "portals"

    def ready(self) -> None:
        from mutua.foundation.timeline import line_kind
        from mutua.foundation.ui.navigation import nav
        from mutua.portals import binned, events, old_values, panels, permissions, personal_data, tasks  # noqa: F401
        from mutua.portals.walls import lower_walls, raise_walls

        line_kind("portal", _("Customer’s page"), ("portals.",), order=70, about=("account",))
        nav("admin", _("Web forms"), url_name="portals:web-forms", icon="forms", order=33, needs="portals.form.view")
        pre_migrate.connect(lower_walls, sender=self, dispatch_uid="portals.walls.lower")
        post_migrate.connect(raise_walls, sender=self, dispatch_uid="portals.walls.raise")
