from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "mutua.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from mutua.foundation.jobs import permissions, personal_data  # noqa: F401
        from mutua.foundation.jobs.navigation import show_in_navigation

        show_in_navigation()
