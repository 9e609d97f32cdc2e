from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "mutua.foundation.identity"
    label = "identity"

    def ready(self) -> None:
        from mutua.foundation.identity import events, fields, permissions, personal_data  # noqa: F401
        from mutua.foundation.identity.lists import TEAMS, USERS
        from mutua.foundation.identity.models import User
        from mutua.foundation.lists import register_list
        from mutua.foundation.timeline import subject
        from mutua.foundation.ui.navigation import nav

        register_list("user", lambda: USERS)
        register_list("team", lambda: TEAMS)
        subject("user", User.objects.all)
        nav("admin", _("Users"), url_name="identity:users", icon="user-circle", order=27, needs="identity.user.view")
        nav("admin", _("Teams"), url_name="identity:teams", icon="users-group", order=28, needs="identity.user.view")
        nav("admin", _("Roles"), url_name="identity:roles", icon="shield-check", order=29, needs="identity.user.view")
