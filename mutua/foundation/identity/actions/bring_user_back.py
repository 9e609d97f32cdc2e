"""Bringing a user back that was ended: with the same roles and teams, and a password that is still to be set."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import UserReturned
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import User
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.identity.standing import check_may_touch


@transaction.atomic
def bring_user_back(actor: Actor, user_id: int, *, version: int | None) -> User:
    """The user, active. Twice is once. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    user = locked(user_for(actor, user_id), version)
    require(actor, "identity.user.end", user)
    if user.is_active:
        return user
    check_may_touch(actor, user)

    user.is_active = True
    user.save(update_fields=["is_active"])

    announce(UserReturned(user_id=user.pk, user_name=user.name), actor=actor)
    return user
