"""Changing a user's name, roles and teams."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import UserChanged
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.identity.standing import check_an_administrator_remains, check_may_give
from mutua.foundation.records.saving import store


@transaction.atomic
def edit_user(
    actor: Actor,
    user_id: int,
    *,
    version: int | None,
    name: str | None = None,
    roles: Iterable[Role] | None = None,
    teams: Iterable[Team] | None = None,
) -> User:
    """The user with these values; None leaves one as it is. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    user = locked(user_for(actor, user_id), version)
    require(actor, "identity.user.edit", user)
    had, were_in = set(user.roles.all()), set(user.teams.all())
    has, are_in = had if roles is None else set(roles), were_in if teams is None else set(teams)
    check_may_give(actor, had ^ has)
    if user.is_active and not any("*" in role.permissions for role in has):
        check_an_administrator_remains(user)

    before, user.name = user.name, user.name if name is None else name.strip()
    changes = [
        *([_change(_("name"), before, user.name)] if before != user.name else []),
        *([_change(_("roles"), _names(had), _names(has))] if had != has else []),
        *([_change(_("teams"), _names(were_in), _names(are_in))] if were_in != are_in else []),
    ]
    if not changes:
        return user
    store(user, update_fields=["name"])
    user.roles.set(has)
    user.teams.set(are_in)

    announce(UserChanged(user_id=user.pk, change="; ".join(changes)), actor=actor)
    return user


def _names(some: set[Role] | set[Team]) -> str:
    return ", ".join(sorted(str(one) for one in some)) or "–"


def _change(what: str, before: str, after: str) -> str:
    return f"{what}: {before} → {after}"
