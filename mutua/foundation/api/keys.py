"""Making a key, and finding out who comes with one."""

from __future__ import annotations

import hashlib
import secrets

from django.db.models import Q

from mutua.foundation import days
from mutua.foundation.access import NOBODY, Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.api.models import ApiKey

MARK = "mutua_"
SHOWN = len(MARK) + 6


def new_secret() -> str:
    """256 random bits in a form that scanners for leaked keys recognise."""
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    # The secret is long and random: a plain digest cannot be guessed backwards, and it can be looked up.
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_with_key(secret: str) -> Actor:
    """Who acts with this key: its user as it is now, no more than the scopes. NOBODY for a key that is unknown, over or revoked."""
    today = days.today()
    alive = Q(revoked_at=None) & (Q(expires_on=None) | Q(expires_on__gte=today))
    key = ApiKey.objects.filter(alive, digest=digest_of(secret)).select_related("user").first()
    if key is None:
        return NOBODY
    actor = actor_of(key.user)
    if not actor.is_somebody:
        return NOBODY
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return actor.limited_to(frozenset(key.scopes))
