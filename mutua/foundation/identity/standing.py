"""What nobody may do to those who sign in, whatever its permissions: give more than it has, or leave the house without an administrator."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.identity.models import Role, User
from mutua.foundation.records.errors import Refused

_WIDTH = {Role.Scope.OWN: 0, Role.Scope.TEAM: 1, Role.Scope.ALL: 2}


def check_may_give(actor: Actor, roles: Iterable[Role]) -> None:
    """Raises Refused where a role may do or see more than the actor: it would be a way to more for oneself."""
    beyond = [role.name for role in roles if _is_beyond(actor, role)]
    if beyond:
        raise Refused(
            _("You cannot give or take a role that may do more than you: %(names)s. Nothing was changed; ask an administrator.")
            % {"names": ", ".join(beyond)},
            field="roles",
        )


def check_may_touch(actor: Actor, user: User) -> None:
    """Raises Refused where the user may do more than the actor."""
    if any(_is_beyond(actor, role) for role in user.roles.all()):
        raise Refused(_("%(name)s may do more than you. Nothing was changed; ask an administrator.") % {"name": user.name})


def check_an_administrator_remains(leaving: User) -> None:
    """Raises Refused when nobody else administers. Call it in the transaction of the change: two who leave at once wait for each other."""
    roles = list(Role.objects.select_for_update().filter(permissions__contains=["*"]).order_by("pk"))
    if not leaving.roles.filter(pk__in=[role.pk for role in roles]).exists():
        return
    if not User.objects.filter(is_active=True, roles__in=roles).exclude(pk=leaving.pk).exists():
        raise Refused(
            _("%(name)s is the last administrator. Nothing was changed; make somebody else an administrator first.")
            % {"name": leaving.name},
            field="roles",
        )


def _is_beyond(actor: Actor, role: Role) -> bool:
    if actor.is_administrator:
        return False
    return bool(set(role.permissions) - actor.permissions) or _WIDTH[Role.Scope(role.scope)] > _WIDTH[Role.Scope(actor.scope)]
