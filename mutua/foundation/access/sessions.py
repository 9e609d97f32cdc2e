"""Sessions in the database, as Django keeps them; every page asks for one, so the query is prepared."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from mutua.foundation.access.actor import NOBODY, Actor
from mutua.foundation.access.prepared import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _living(NOBODY, self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]

    def save(self, must_create: bool = False) -> None:
        """Django wraps the statement into a transaction of its own, which one statement by itself is already. Raises UpdateError, CreateError."""
        if must_create or self.session_key is None:
            return super().save(must_create)
        data = self.encode(self._get_session())  # type: ignore[attr-defined]
        if not Session.objects.filter(session_key=self.session_key).update(session_data=data, expire_date=self.get_expiry_date()):
            raise UpdateError
        return None


@prepared
def _living(_nobody: Actor, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
