"""Giving imported accounts their parents, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from mutua.customers.models import Account
from mutua.customers.queries.accounts import in_circles
from mutua.customers.queries.named import accounts_named
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.tracing import changed
from mutua.foundation.imports.writing import overwrite


@transaction.atomic
def hang_under_parents(actor: Actor, source: str, named: Sequence[tuple[int, str]]) -> set[int]:
    """named: accounts with what the source calls their parents. Returns those left without: nobody fits, or it would make a circle."""
    if not named:
        return set()
    require(actor, "customers.account.edit")
    lock_hierarchy()
    parents = accounts_named(actor, source, {text for _account, text in named})

    before = dict(
        Account.everything.select_for_update()
        .filter(pk__in=[account for account, _text in named])
        .order_by("pk")
        .values_list("pk", "parent")
    )
    above = {account: parent if (parent := parents.get(text)) != account else None for account, text in named}
    overwrite(Account, {account: {"parent_id": parent} for account, parent in above.items() if before[account] != parent})

    circles = set(in_circles(list(above)))
    Account.everything.filter(pk__in=circles).update(parent=None)
    above |= dict.fromkeys(circles & above.keys())
    for account, parent in above.items():
        changed(Account, account, {"parent_id": (before[account], parent)})
    return circles | {account for account, parent in above.items() if parent is None}


def lock_hierarchy() -> None:
    """Nobody else moves an account within its hierarchy until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('customers.hierarchy'))")
