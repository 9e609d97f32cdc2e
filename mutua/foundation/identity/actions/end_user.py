"""Ending a user: whoever has left cannot come in any more, at once and by no door."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.api.models import ApiKey
from mutua.foundation.events import announce
from mutua.foundation.identity.events import UserEnded
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import User
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.identity.standing import check_an_administrator_remains, check_may_touch
from mutua.foundation.records.errors import Refused


@transaction.atomic
def end_user(actor: Actor, user_id: int, *, version: int | None) -> User:
    """The user, ended; what it owns stays and can be handed over. Twice is once. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    user = locked(user_for(actor, user_id), version)
    require(actor, "identity.user.end", user)
    if user.pk == actor.user_id:
        raise Refused(_("Nobody ends herself or himself. Nothing was changed; ask another administrator."))
    if not user.is_active:
        return user
    check_may_touch(actor, user)
    check_an_administrator_remains(user)

    user.is_active = False
    # Sessions and links hang on the password: with it they die for good, also for the day on which the user is brought back.
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    ApiKey.objects.filter(user=user, revoked_at=None).update(revoked_at=days.now())
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()

    announce(UserEnded(user_id=user.pk, user_name=user.name), actor=actor)
    return user
