"""Accounts, as the person who looks may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Q, QuerySet

from mutua.customers.models import Account
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.foundation.access.rows import find_prepared


def accounts_seen(actor: Actor) -> QuerySet[Account]:
    return visible_to(actor, Account.objects.all())


def account_for(actor: Actor, account_id: int) -> Account:
    """One living account with its owner and its parent. Raises NotFound."""
    return find_prepared(Account, _accounts, actor, account_id)


@prepared
def _accounts(actor: Actor, account_id: int) -> QuerySet[Account]:
    return accounts_seen(actor).select_related("owner", "parent").filter(pk=account_id)


def parent_seen(actor: Actor, account: Account) -> Account | None:
    """The account above, where this actor sees it: who sees a branch does not therefore see the company."""
    return accounts_seen(actor).filter(pk=account.parent_id).first() if account.parent_id else None


def line_above(account_id: int | None) -> list[int]:
    """The numbers of this account and of all above it, nearest first. For rules, not for showing: it asks nobody's permission."""
    if account_id is None:
        return []
    with connection.cursor() as cursor:
        # The path stops a circle that a careless restore might have left.
        cursor.execute(
            """
            with recursive line(id, parent_id, path) as (
                select id, parent_id, array[id] from customers_account where id = %s
                union all
                select above.id, above.parent_id, path || above.id
                from customers_account above join line on above.id = line.parent_id where not above.id = any(path)
            )
            select id from line
            """,
            [account_id],
        )
        return [row[0] for row in cursor.fetchall()]


def in_circles(account_ids: Collection[int]) -> list[int]:
    """Those of the accounts that stand below themselves: after an import, which writes many parents at once."""
    if not account_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with recursive line(start, id, depth) as (
                select id, parent_id, 1 from customers_account where id = any(%s)
                union all
                select line.start, above.parent_id, depth + 1
                from customers_account above join line on above.id = line.id
                where line.id <> line.start and depth < 100
            )
            select distinct start from line where id = start
            """,
            [list(account_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def family_of(actor: Actor, account: Account, limit: int = 50) -> tuple[list[Account], list[Account]]:
    """The accounts above (topmost first) and right below this one, of those that the actor sees: two queries at most."""
    above = line_above(account.parent_id)
    seen = {row.pk: row for row in _around(actor, account.pk, above, most=limit + len(above))}
    below = [row for row in seen.values() if row.parent_id == account.pk]
    return [seen[number] for number in reversed(above) if number in seen], below[:limit]


@prepared
def _around(actor: Actor, account_id: int, above: list[int], *, most: int) -> QuerySet[Account]:
    return accounts_seen(actor).filter(Q(pk__in=above) | Q(parent=account_id)).order_by("sort_key", "pk")[:most]
