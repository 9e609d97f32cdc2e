from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "mutua.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        from mutua.foundation.search import command
        from mutua.foundation.ui import permissions  # noqa: F401

        command(key="me", title=_("My name, language and look"), url_name="ui:me", icon="user-circle", order=80)
        command(key="security", title=_("Security and passkeys"), url_name="mfa_index", icon="shield-lock", order=81)
        command(key="sign-out", title=_("Sign out"), url_name="account_logout", icon="logout", method="post", order=99)
