"""Naming accounts: they lie in a territory because somebody says so, whatever the rules say."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.place_accounts import place_accounts
from mutua.sales.events import TerritoryChanged
from mutua.sales.models import TerritoryAccount
from mutua.sales.queries.territories import territory_for


@transaction.atomic
def name_accounts(actor: Actor, territory_id: int, account_ids: Collection[int]) -> int:
    """How many lie here by name that did not before. Raises NotFound, NotAllowed, Refused for an account that the actor does not see."""
    territory = territory_for(actor, territory_id)
    require(actor, "sales.territory.edit", territory)
    numbers = set(accounts_seen(actor).filter(pk__in=account_ids).values_list("pk", flat=True))
    if numbers != set(account_ids):
        raise Refused(_("One of the accounts is not there, or it is not yours to see. Nothing was saved."), field="account")

    already = set(TerritoryAccount.objects.filter(territory=territory, named=True, account__in=numbers).values_list("account", flat=True))
    for account in numbers - already:
        TerritoryAccount.objects.update_or_create(account_id=account, defaults={"territory": territory, "named": True})

    announce(TerritoryChanged(territory_id=territory.pk, act="named"), actor=actor)
    return len(numbers - already)


@transaction.atomic
def unname_account(actor: Actor, territory_id: int, account_id: int) -> None:
    """The account lies again where the rules say; once is twice. Raises NotFound, NotAllowed."""
    territory = territory_for(actor, territory_id)
    require(actor, "sales.territory.edit", territory)

    named = visible_to(actor, TerritoryAccount.objects.filter(territory=territory, account=account_id, named=True))
    if not named.delete()[0]:
        return
    place_accounts(actor, [account_id])

    announce(TerritoryChanged(territory_id=territory.pk, act="unnamed"), actor=actor)
