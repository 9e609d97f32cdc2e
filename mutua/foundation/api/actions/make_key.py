"""Making a key for another program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.access.policies import declared
from mutua.foundation.api.keys import SHOWN, digest_of, new_secret
from mutua.foundation.api.models import ApiKey
from mutua.foundation.records.errors import Refused


@transaction.atomic
def make_key(actor: Actor, *, name: str, scopes: Iterable[str], expires_on: date | None = None) -> tuple[ApiKey, str]:
    """The key's row and the key itself, which is shown this once. A person gives no more than it has. Raises NotAllowed, Refused."""
    require(actor, "api.key.manage")
    if actor.user_id is None:
        raise Refused(_("Only a person can make a key. Nothing was made."))
    wanted = set(scopes)
    if not name.strip() or not wanted:
        raise Refused(
            _("Say what the key is for, and choose what it may do. Nothing was made."), field="name" if not name.strip() else "scopes"
        )
    beyond = wanted - (set(declared()) if actor.is_administrator else set(actor.permissions))
    if beyond:
        raise Refused(
            _("You cannot give what you do not have: %(codes)s. Nothing was made.") % {"codes": ", ".join(sorted(beyond))}, field="scopes"
        )

    secret = new_secret()
    key = ApiKey.objects.create(
        user_id=actor.user_id,
        name=name.strip()[:80],
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        scopes=sorted(wanted),
        expires_on=expires_on,
    )
    return key, secret
