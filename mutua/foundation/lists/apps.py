from __future__ import annotations

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "mutua.foundation.lists"
    label = "lists"

    def ready(self) -> None:
        from mutua.foundation.lists.models import BulkRun, SavedView
        from mutua.foundation.privacy import nothing_personal

        nothing_personal(SavedView, BulkRun)
