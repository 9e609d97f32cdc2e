from __future__ import annotations

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "mutua.relationships"
    label = "relationships"

    def ready(self) -> None:
        from mutua.relationships import permissions, personal_data  # noqa: F401
