from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "mutua.foundation.identity"
    label = "identity"

    def ready(self) -> None:
        from mutua.foundation.identity import personal_data  # noqa: F401
