from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "mutua.foundation.files"
    label = "files"

    def ready(self) -> None:
        from mutua.foundation.files import binned, erasing, events, permissions, personal_data, tasks  # noqa: F401
