"""A company from top to bottom: the tree that an account belongs to, with what is known of it in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen, line_above
from mutua.customers.rules.company import Place, Totals, rolled_up, tree
from mutua.customers.standing import Figure, figures_for
from mutua.foundation.access import Actor

MOST = 1000


@dataclass(frozen=True)
class Branch:
    """One account of the tree. figures: one entry for each figure of the company, the account with all below it."""

    account: Any
    depth: int
    figures: list[Totals]


@dataclass(frozen=True)
class Company:
    """branches: each account before those below it. hidden: whether some of the company are not the looker's to see. cut: whether there are more than are counted."""

    branches: list[Branch]
    figures: list[Figure]
    hidden: bool
    cut: bool

    @property
    def top(self) -> Branch:
        return self.branches[0]


def company_of(actor: Actor, account: Account) -> Company:
    """The company around an account that the actor has been shown: three queries and one for each figure, whatever its size."""
    numbers, cut = _numbers(account)
    rows = {row.pk: row for row in accounts_seen(actor).filter(pk__in=list(numbers)).order_by("sort_key", "pk")}
    rows.setdefault(account.pk, account)
    places = tree(account.pk, numbers, list(rows))
    figures = figures_for(actor)
    totals = [_totals(actor, figure, places) for figure in figures]
    branches = [Branch(rows[place.account_id], place.depth, [each[place.account_id] for each in totals]) for place in places]
    return Company(branches, figures, hidden=len(places) < len(numbers), cut=cut)


def _totals(actor: Actor, figure: Figure, places: list[Place]) -> dict[int, Totals]:
    asked = figure.ask(actor, [place.account_id for place in places])
    return rolled_up(places, ((one.account_id, one.currency, one.amount) for one in asked))


def _numbers(account: Account) -> tuple[dict[int, int | None], bool]:
    """Every living account of the company with the one above it, nearest the top first; and whether there are more. For rules, not for showing: it asks nobody's permission."""
    line = line_above(account.pk)
    with connection.cursor() as cursor:
        # The path stops a circle that a careless restore might have left; what is on the line up is always among them.
        cursor.execute(
            """
            with recursive below(id, parent_id, path) as (
                select id, parent_id, array[id] from customers_account where id = %s
                union all
                select child.id, child.parent_id, path || child.id
                from customers_account child join below on child.parent_id = below.id
                where child.deleted_at is null and not child.id = any(path)
            )
            select id, parent_id from below order by (id = any(%s)) desc, cardinality(path), id limit %s
            """,
            [line[-1], line, MOST + 1],
        )
        found = cursor.fetchall()
    return dict(found[:MOST]), len(found) > MOST
