from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "mutua.foundation.access"
    label = "access"

    def ready(self) -> None:
        from mutua.foundation.access.built_in_roles import sync_built_in_roles

        # Sent once per application that has models, after the last table stands; roles live in identity.
        post_migrate.connect(sync_built_in_roles, sender=apps.get_app_config("identity"), dispatch_uid="access.built_in_roles")
