"""Noting what another system calls an account or a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, Identifier, Person
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def add_identifier(
    actor: Actor, party: Account | Person, *, system: str, kind: str, value: str, custom: Mapping[str, Any] | None = None
) -> Identifier:
    """The new identifier. Refused when another party has it."""
    require(actor, "customers.account.edit", party)

    owner = {"person": party} if isinstance(party, Person) else {"account": party}
    identifier = Identifier(**owner, system=system.strip(), kind=kind.strip(), value=value.strip())
    give_custom(actor, identifier, custom)
    store(identifier)

    told = DetailChanged(
        kind="identifier", detail_id=identifier.pk, act="added", account_id=identifier.account_id, person_id=identifier.person_id
    )
    announce(told, actor=actor)
    return identifier
