"""Placing accounts: which one lies in which territory, by the rules as they are today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction

from mutua.customers.models import Account
from mutua.foundation.access import Actor, require
from mutua.foundation.filters import apply_filter
from mutua.sales.models import Territory, TerritoryAccount
from mutua.sales.rules.placing import deepest_first, placed

AT_ONCE = 2_000


@dataclass(frozen=True)
class Placed:
    """How many accounts came to lie in a territory, in another one, in none any more."""

    came: int
    moved: int
    left: int


@transaction.atomic
def place_accounts(actor: Actor, account_ids: Collection[int] | None = None) -> Placed:
    """Bring the places of all accounts, or of these, in step with the rules. Where somebody named an account, it stays. Running it twice changes nothing."""
    require(actor, "sales.territory.edit")
    with connection.cursor() as cursor:
        # Two runs at once would give one account two places, and the second would fail.
        cursor.execute("select pg_advisory_xact_lock(hashtext('sales.places'))")

    standing = TerritoryAccount.objects.filter(named=False)
    named = TerritoryAccount.objects.filter(named=True)
    if account_ids is not None:
        standing, named = standing.filter(account__in=account_ids), named.filter(account__in=account_ids)
    now, by_hand = dict(standing.values_list("account", "territory")), set(named.values_list("account", flat=True))
    wanted = {account: territory for account, territory in _by_rule(account_ids).items() if account not in by_hand}

    gone = [account for account in now if account not in wanted]
    new = {account: territory for account, territory in wanted.items() if account not in now}
    moved = {account: territory for account, territory in wanted.items() if now.get(account, territory) != territory}
    TerritoryAccount.objects.filter(account__in=gone, named=False).delete()
    TerritoryAccount.objects.bulk_create((TerritoryAccount(account_id=one, territory_id=of) for one, of in new.items()), AT_ONCE)
    for territory in set(moved.values()):
        accounts = [account for account, of in moved.items() if of == territory]
        TerritoryAccount.objects.filter(account__in=accounts, named=False).update(territory=territory)
    return Placed(len(new), len(moved), len(gone))


def _by_rule(account_ids: Collection[int] | None) -> dict[int, int]:
    territories = {one.pk: one for one in Territory.objects.all()}
    accounts = Account.objects.all() if account_ids is None else Account.objects.filter(pk__in=account_ids)
    order = deepest_first({pk: one.parent_id for pk, one in territories.items()})
    ruled = [territories[pk] for pk in order if territories[pk].predicate]
    return placed((one.pk, apply_filter(accounts, "account", one.predicate).order_by().values_list("pk", flat=True)) for one in ruled)
