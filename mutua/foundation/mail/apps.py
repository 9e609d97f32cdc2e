from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mutua.foundation.mail"
    label = "mail"

    def ready(self) -> None:
        from mutua.foundation.mail import permissions, personal_data  # noqa: F401
        from mutua.foundation.mail.navigation import show_in_navigation

        show_in_navigation()
