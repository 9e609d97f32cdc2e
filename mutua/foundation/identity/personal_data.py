"""Which fields are about the people who sign in."""

from __future__ import annotations

from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.privacy import nothing_personal, personal

personal(User, fields=["email", "name", "time_zone", "locale"])
personal(Team, fields=["lead", "members"])
nothing_personal(Role)
