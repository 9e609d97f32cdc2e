"""Giving imported accounts their parents, for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from mutua.customers.models import Account
from mutua.customers.queries.accounts import in_circles
from mutua.customers.queries.named import accounts_named
from mutua.foundation.access import Actor, require


@transaction.atomic
def hang_under_parents(actor: Actor, source: str, named: Sequence[tuple[int, str]]) -> set[int]:
    """named: accounts with what the source calls their parents. Returns those left without: nobody fits, or it would make a circle."""
    if not named:
        return set()
    require(actor, "customers.account.edit")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('customers.hierarchy'))")
    parents = accounts_named(actor, source, {text for _account, text in named})

    records = Account.everything.in_bulk([account for account, _text in named])
    for account, text in named:
        parent = parents.get(text)
        records[account].parent_id = parent if parent != account else None
    Account.everything.bulk_update(records.values(), ["parent"], batch_size=500)

    circles = set(in_circles(list(records)))
    Account.everything.filter(pk__in=circles).update(parent=None)
    return circles | {account for account, record in records.items() if record.parent_id is None}
