from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "mutua.foundation.access"
    label = "access"

    def ready(self) -> None:
        from mutua.foundation.access.built_in_roles import sync_built_in_roles

        # Sent once per application; the roles are needed after the last, and syncing is cheap.
        post_migrate.connect(sync_built_in_roles, sender=self, dispatch_uid="access.built_in_roles")
