"""Who signs in with a password, and whose session it is. Every page asks for the second, so the query is prepared."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from mutua.foundation.access.actor import NOBODY, Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.identity.models import User


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        found = _users(NOBODY, int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared
def _users(_nobody: Actor, user_id: int) -> QuerySet[User]:
    return User.objects.filter(pk=user_id)
