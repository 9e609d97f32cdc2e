"""Revoking a key: the next request with it is refused."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require
from mutua.foundation.api.models import ApiKey


@transaction.atomic
def revoke_key(actor: Actor, key_id: int) -> ApiKey:
    """Raises NotFound, NotAllowed. Revoking twice changes nothing."""
    # No row rule here: who sees every account is not therefore the owner of every key. An administrator ends anybody's.
    keys = ApiKey.objects.select_for_update(of=("self",))
    key = find(keys if actor.is_administrator else keys.filter(user=actor.user_id), pk=key_id)
    require(actor, "api.key.manage", key)
    if key.revoked_at is None:
        key.revoked_at = days.now()
        key.save(update_fields=["revoked_at"])
    return key
