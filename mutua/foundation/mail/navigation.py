"""The place of outgoing mail in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def show_in_navigation() -> None:
    from mutua.foundation.ui.navigation import nav

    nav("admin", _("Mail"), url_name="mail:outgoing", icon="mail", order=82, needs="mail.outgoing.view")
