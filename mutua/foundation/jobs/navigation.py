"""The queue's place in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def show_in_navigation() -> None:
    from mutua.foundation.ui.navigation import nav

    nav("admin", _("Jobs"), url_name="jobs:dead-letters", icon="stack-2", order=80, needs="jobs.dead_letter.view")
