"""Adding a user: somebody may sign in from now on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import UserAdded
from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.identity.standing import check_may_give
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store


@transaction.atomic
def add_user(
    actor: Actor, *, email: str, name: str, roles: Iterable[Role] = (), teams: Iterable[Team] = (), password: str | None = None
) -> User:
    """The new user; without a password it sets one by a link (`make_password_link`). Raises NotAllowed, Refused."""
    require(actor, "identity.user.create")
    roles, email = list(roles), email.strip().lower()
    check_may_give(actor, roles)
    known = User.objects.filter(email=email).first()
    if known is not None:
        sentence = _("%(name)s signs in with %(email)s already.") if known.is_active else _("%(name)s, who was ended, has %(email)s; bring that user back.")  # fmt: skip
        raise Refused(sentence % {"name": known.name, "email": email} + " " + _("Nothing was made."), field="email")

    user = User(email=email, name=name.strip())
    user.set_password(password)
    store(user)
    user.roles.set(roles)
    user.teams.set(teams)

    names = ", ".join(role.name for role in roles) or _("no role")
    announce(UserAdded(user_id=user.pk, user_name=user.name, roles=names), actor=actor)
    return user
