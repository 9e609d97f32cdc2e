"""What happens to those who sign in, and to their teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say

_SEEN_WITH = "identity.user.view"
say("identity.user.added", _("{who} added {name} with {roles}"), needs=_SEEN_WITH, icon="user-plus")
say("identity.user.changed", _("{who} changed {what}"), needs=_SEEN_WITH, icon="pencil")
say(
    "identity.user.ended", _("{who} ended {name}: nothing that opened this account before opens it any more"), needs=_SEEN_WITH, icon="lock"
)
say("identity.user.returned", _("{who} brought {name} back"), needs=_SEEN_WITH, icon="arrow-back-up")
say("identity.password.offered", _("{who} made a link to set a password"), needs=_SEEN_WITH, icon="key")
say("identity.password.replaced", _("{who} set a new password"), needs=_SEEN_WITH, icon="key")


@dataclass(frozen=True)
class UserAdded(Event):
    """Somebody can sign in from now on. roles: their names, as they were called."""

    name: ClassVar[str] = "identity.user.added"
    user_id: int
    user_name: str
    roles: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.user_name, "roles": self.roles}, about=[("user", self.user_id)])


@dataclass(frozen=True)
class UserChanged(Event):
    """Name, roles or teams of a user changed. change: what was and what is, in words."""

    name: ClassVar[str] = "identity.user.changed"
    user_id: int
    change: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"what": self.change}, about=[("user", self.user_id)])


@dataclass(frozen=True)
class UserEnded(Event):
    """A user cannot sign in any more; sessions, keys and second factors are gone."""

    name: ClassVar[str] = "identity.user.ended"
    user_id: int
    user_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.user_name}, about=[("user", self.user_id)])


@dataclass(frozen=True)
class UserReturned(Event):
    """A user that was ended may sign in again, once it has set a password."""

    name: ClassVar[str] = "identity.user.returned"
    user_id: int
    user_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.user_name}, about=[("user", self.user_id)])


@dataclass(frozen=True)
class PasswordOffered(Event):
    """Somebody made a link with which a user sets its password."""

    name: ClassVar[str] = "identity.password.offered"
    user_id: int

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, about=[("user", self.user_id)])


@dataclass(frozen=True)
class PasswordReplaced(Event):
    """Somebody else set a user's password; its sessions ended."""

    name: ClassVar[str] = "identity.password.replaced"
    user_id: int

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, about=[("user", self.user_id)])


@dataclass(frozen=True)
class TeamChanged(Event):
    """A team was added or changed: `act` says which."""

    name: ClassVar[str] = "identity.team.changed"
    team_id: int
    act: str
