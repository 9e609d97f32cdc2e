"""Secret addresses of calendars: making one, and finding out whose it is."""

from __future__ import annotations

import hashlib
import secrets

from mutua.daybook.models import CalendarFeed
from mutua.foundation import days
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User


def new_token() -> str:
    """256 random bits that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    # The token is long and random: a plain digest cannot be guessed backwards, and it can be looked up.
    return hashlib.sha256(token.encode()).hexdigest()


def reader_of(token: str) -> User | None:
    """Whose calendar it is; None where nobody has the address, or its user may no longer sign in."""
    feed = CalendarFeed.objects.filter(digest=digest_of(token)).select_related("user").first()
    if feed is None or not actor_of(feed.user).is_somebody:
        return None
    if feed.last_read_on != days.today():
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=days.today())
    return feed.user
