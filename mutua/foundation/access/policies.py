"""What may be done, by name. Domains declare their acts here; this is the one place that decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access.actor import Actor
from mutua.foundation.access.errors import NotAllowed


@dataclass(frozen=True)
class Permission:
    """One thing that may be done. code: domain.noun.verb. roles: the built-in roles that have it from the start."""

    code: str
    sentence: Any  # a lazy translation
    roles: frozenset[str]


_declared: dict[str, Permission] = {}


def declare(code: str, sentence: Any, roles: Iterable[str] = ()) -> None:
    """Make a permission known. Declared twice with other words is a mistake in the code."""
    new = Permission(code, sentence, frozenset(roles))
    known = _declared.get(code)
    if known is not None and known.roles != new.roles:
        raise ValueError(f"The permission {code} is declared twice, with different roles.")
    _declared[code] = new


def declared() -> dict[str, Permission]:
    return dict(_declared)


def may(actor: Actor, code: str, record: object | None = None) -> bool:
    """Whether this actor may do this. Which rows it may do it to is decided by `visible_to`, when the record is fetched."""
    if code not in _declared:
        raise LookupError(f"No permission is called {code}. Declare it in the domain's permissions.py.")
    return actor.is_somebody and (actor.is_administrator or code in actor.permissions)


def require(actor: Actor, code: str, record: object | None = None) -> None:
    """`may`, or NotAllowed."""
    if not may(actor, code, record):
        raise NotAllowed(code)
