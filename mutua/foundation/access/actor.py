"""Who acts: a person, an API key, a named flow, or on its own page a customer. Every query and every action begins with one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["person", "key", "flow", "customer", "nobody"]
Scope = Literal["own", "team", "subtree", "all"]


@dataclass(frozen=True)
class Actor:
    """What is known of the one who acts, resolved once a request.

    permissions: codes such as "sales.opportunity.win"; "*" is everything.
    hidden: fields that none of the roles sees, as "account.spend".
    owner_ids: the users whose records this actor sees; not asked where scope is "all".
    """

    kind: Kind
    user_id: int | None
    name: str
    permissions: frozenset[str] = frozenset()
    scope: Scope = "own"
    owner_ids: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    @property
    def is_administrator(self) -> bool:
        return "*" in self.permissions

    @property
    def is_somebody(self) -> bool:
        return self.kind != "nobody"

    def limited_to(self, codes: frozenset[str]) -> Actor:
        """The same actor with no more than these permissions: what an API key's scopes leave of its user."""
        kept = codes if self.is_administrator else self.permissions & codes
        return replace(self, kind="key", permissions=frozenset(kept))

    def like(self, user_id: int | None, owner_ids: frozenset[int]) -> Actor:
        """Somebody who may do the same and works with these people instead."""
        return replace(self, name="", user_id=user_id, owner_ids=owner_ids)


NOBODY = Actor(kind="nobody", user_id=None, name="")


def flow_actor(name: str) -> Actor:
    """A named process of ours: it may do everything, and what it did is shown under its name."""
    return Actor(kind="flow", user_id=None, name=name, permissions=frozenset({"*"}), scope="all")
