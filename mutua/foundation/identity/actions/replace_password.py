"""Setting a user's password in its place: for the command line, where there may be no page and no mail."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import PasswordReplaced
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import User
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.identity.standing import check_may_touch
from mutua.foundation.records.errors import Refused


@transaction.atomic
def replace_password(actor: Actor, user_id: int, password: str) -> User:
    """The user, whose sessions end. Raises NotFound, NotAllowed, Refused."""
    user = locked(user_for(actor, user_id), None)
    require(actor, "identity.user.invite", user)
    check_may_touch(actor, user)
    if not user.is_active:
        raise Refused(_("%(name)s was ended. Nothing was changed; bring the user back first.") % {"name": user.name})

    user.set_password(password)
    user.save(update_fields=["password"])

    announce(PasswordReplaced(user_id=user.pk), actor=actor)
    return user
