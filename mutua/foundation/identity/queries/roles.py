"""What each role may do, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import Actor
from mutua.foundation.access.policies import declared
from mutua.foundation.identity.models import Role
from mutua.foundation.identity.queries.users import roles_seen

MOST = 100


@dataclass(frozen=True)
class ToldRole:
    """sentences: what it may do; empty where it may do everything."""

    role: Role
    sentences: tuple[Any, ...]
    may_everything: bool


def roles_told(actor: Actor) -> list[ToldRole]:
    """The roles by name, MOST at most, each with its `held_by`. A permission that this version does not know is shown as its code."""
    known = declared()
    return [
        ToldRole(
            role,
            tuple(known[code].sentence if code in known else code for code in role.permissions if code != "*"),
            "*" in role.permissions,
        )
        for role in roles_seen(actor).order_by("name")[:MOST]
    ]
