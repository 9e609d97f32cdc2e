"""The roles that every installation starts with; their permissions are what the domains declare for them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access.policies import declared

BUILT_IN: dict[str, tuple[Any, str]] = {
    "administrator": (_("Administrator"), "all"),
    "manager": (_("Team lead"), "subtree"),
    "representative": (_("Representative"), "own"),
    "agent": (_("Service agent"), "all"),
    "marketer": (_("Marketer"), "all"),
    "executive": (_("Executive"), "all"),
}


def sync_built_in_roles(**_signal: Any) -> None:
    """Bring the built-in roles in step with the code: new permissions appear, removed ones go."""
    from mutua.foundation.identity.models import Role

    for key, (name, scope) in BUILT_IN.items():
        codes = ["*"] if key == "administrator" else sorted(p.code for p in declared().values() if key in p.roles)
        Role.objects.update_or_create(key=key, defaults={"name": str(name), "scope": scope, "permissions": codes, "built_in": True})
