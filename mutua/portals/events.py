"""What happens at the door to a customer's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say

say("portals.link.made", _("{who} gave {person} a link to their own page"), needs="portals.link.view", icon="link")
say("portals.link.revoked", _("{who} took the link of {person} back"), needs="portals.link.view", icon="unlink")
say("portals.promise.made", _("{who} promised them: {words}"), needs="portals.link.view", icon="flag")
say("portals.promise.kept", _("{who} kept the promise: {words}"), needs="portals.link.view", icon="circle-check")
say("portals.promise.withdrawn", _("{who} withdrew the promise: {words} Why: {why}"), needs="portals.link.view", icon="flag")


@dataclass(frozen=True)
class LinkMade(Event):
    """A person of a customer was given a link to the customer's own page."""

    name: ClassVar[str] = "portals.link.made"
    link_id: int
    account_id: int
    person_id: int
    person: str

    def timeline(self) -> Sentence:
        return _about(self.name, {"person": self.person}, self.account_id)


@dataclass(frozen=True)
class LinkRevoked(Event):
    """A link opens nothing any more."""

    name: ClassVar[str] = "portals.link.revoked"
    link_id: int
    account_id: int
    person_id: int
    person: str

    def timeline(self) -> Sentence:
        return _about(self.name, {"person": self.person}, self.account_id)


@dataclass(frozen=True)
class PromiseMade(Event):
    """Something that we promised stands on the customer's page."""

    name: ClassVar[str] = "portals.promise.made"
    promise_id: int
    account_id: int
    words: str

    def timeline(self) -> Sentence:
        return _about(self.name, {"words": self.words}, self.account_id)


@dataclass(frozen=True)
class PromiseKept(Event):
    """What we promised a customer is done."""

    name: ClassVar[str] = "portals.promise.kept"
    promise_id: int
    account_id: int
    words: str

    def timeline(self) -> Sentence:
        return _about(self.name, {"words": self.words}, self.account_id)


@dataclass(frozen=True)
class PromiseWithdrawn(Event):
    """What we promised a customer will not be done; the customer reads why."""

    name: ClassVar[str] = "portals.promise.withdrawn"
    promise_id: int
    account_id: int
    words: str
    why: str

    def timeline(self) -> Sentence:
        return _about(self.name, {"words": self.words, "why": self.why}, self.account_id)


def _about(key: str, params: dict[str, object], account_id: int) -> Sentence:
    return Sentence(key=key, params=params, about=[("account", account_id)], link=f"/accounts/{account_id}/portal/")
