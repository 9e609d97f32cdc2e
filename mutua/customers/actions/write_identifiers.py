"""Writing the official numbers of imported accounts, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mutua.customers.models import Identifier
from mutua.foundation.access import Actor, require


@transaction.atomic
def write_identifiers(actor: Actor, system: str, kind: str, rows: Sequence[tuple[int, str]]) -> set[int]:
    """rows: accounts with their number. What stands is left alone: two statements. Returns the accounts whose number belongs to another one."""
    if not rows:
        return set()
    require(actor, "customers.account.edit")
    numbers = {account: " ".join(text.split())[:200] for account, text in rows}
    holders = dict(Identifier.objects.filter(system=system, kind=kind, value__in=numbers.values()).values_list("value", "account"))
    new = []
    for account, number in numbers.items():
        if number not in holders:
            holders[number] = account
            new.append(Identifier(account_id=account, system=system, kind=kind, value=number))

    Identifier.objects.bulk_create(new)
    return {account for account, number in numbers.items() if holders[number] != account}
