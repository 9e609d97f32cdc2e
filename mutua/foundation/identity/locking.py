"""The slower of two writers is told: users and teams carry a version as records do, and have no bin."""

from __future__ import annotations

from typing import TypeVar

from mutua.foundation.identity.models import Team, User
from mutua.foundation.records.errors import StaleVersion

T = TypeVar("T", User, Team)


def locked(one: T, version: int | None) -> T:
    """The user or team again, locked until the transaction ends. version: the one that the writer saw; None when it saw none.

    Raises StaleVersion when somebody else has written in between.
    """
    fresh = type(one)._default_manager.select_for_update(of=("self",)).get(pk=one.pk)
    if version is not None and fresh.version != version:
        raise StaleVersion(fresh, version)
    return fresh
