"""What lists and filters know of users and teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.registry import field
from mutua.foundation.identity.models import Role, Team, User


def _role_keys() -> Subquery:
    given = User.roles.through.objects.filter(user=OuterRef("pk")).values("user")
    return Subquery(given.annotate(keys=ArrayAgg(Cast("role__key", TextField()))).values("keys"))  # type: ignore[misc]


def _team_numbers() -> Subquery:
    belongs = Team.members.through.objects.filter(user=OuterRef("pk")).values("user")
    return Subquery(belongs.annotate(numbers=ArrayAgg(Cast("team_id", TextField()))).values("numbers"))  # type: ignore[misc]


def _roles() -> Iterable[tuple[str, Any]]:
    return list(Role.objects.values_list("key", "name"))


def _teams() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")[:500]]


field("user", key="name", label=_("Name"), kind="text")
field("user", key="email", label=_("Mail address"), kind="text")
field("user", key="role", label=_("Role"), kind="multi", gathered=_role_keys, choices=_roles)
field("user", key="team", label=_("Team"), kind="multi", gathered=_team_numbers, choices=_teams)
field("user", key="is_active", label=_("May sign in"), kind="bool")
field("user", key="last_login", label=_("Last sign-in"), kind="date", path="last_login__date")

field("team", key="name", label=_("Name"), kind="text")
field("team", key="lead", label=_("Lead"), kind="text", path="lead__name")
