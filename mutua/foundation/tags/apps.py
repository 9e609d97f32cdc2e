from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TagsConfig(AppConfig):
    name = "mutua.foundation.tags"
    label = "tags"

    def ready(self) -> None:
        from mutua.foundation.tags import permissions, tasks  # noqa: F401
        from mutua.foundation.ui.navigation import nav

        nav("admin", _("Tags"), url_name="tags:tags", icon="tags", order=45, needs="tags.tag.manage")
