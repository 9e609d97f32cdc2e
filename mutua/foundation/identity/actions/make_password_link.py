"""Making a link with which a user sets its password: shown once, or mailed."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import PasswordOffered
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import User
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.identity.standing import check_may_touch
from mutua.foundation.mail import send
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.middleware import read_by

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


@transaction.atomic
def make_password_link(actor: Actor, user_id: int, *, by_mail: bool = False) -> str:
    """The link, on the address of this installation. It works once, for DAYS days, and dies when the password changes.

    Raises NotFound, NotAllowed, Refused.
    """
    user = locked(user_for(actor, user_id), None)
    require(actor, "identity.user.invite", user)
    check_may_touch(actor, user)
    if not user.is_active:
        raise Refused(_("%(name)s was ended. Nothing was made; bring the user back first.") % {"name": user.name})

    token = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    if by_mail:
        _mail(actor, user, path)

    announce(PasswordOffered(user_id=user.pk), actor=actor)
    return f"{settings.SITE_URL}{path}"


def _mail(actor: Actor, user: User, path: str) -> None:
    with read_by(user):
        context = {"name": user.name, "email": user.email, "by": actor.name, "link": path, "days": DAYS}
        send(
            user.email,
            _("Set your password for Mutua"),
            "identity/invitation",
            context,
            key=f"password-link-{uuid4()}",
            about=("user", user.pk),
        )
