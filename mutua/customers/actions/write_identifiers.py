"""Writing the official numbers of imported accounts, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mutua.customers.models import Identifier
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.copying import copy_in
from mutua.foundation.imports.tracing import found


@transaction.atomic
def write_identifiers(actor: Actor, system: str, kind: str, rows: Sequence[tuple[int, str]]) -> set[int]:
    """rows: accounts with their number. What stands is left alone: two statements. Returns the accounts whose number belongs to another one."""
    if not rows:
        return set()
    require(actor, "customers.account.edit")
    numbers = {account: " ".join(text.split())[:200] for account, text in rows}
    known = Identifier.objects.filter(system=system, kind=kind, value__in=numbers.values()).values_list("value", "account", "pk")
    found(Identifier, [pk for value, account, pk in known if numbers.get(account) == value])
    holders = {value: account for value, account, _pk in known}
    new = []
    for account, number in numbers.items():
        if number not in holders:
            holders[number] = account
            new.append({"account_id": account, "system": system, "kind": kind, "value": number})

    copy_in(Identifier, new)
    return {account for account, number in numbers.items() if holders[number] != account}
