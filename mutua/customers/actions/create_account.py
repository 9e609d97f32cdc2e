"""Adding an account."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.events import AccountCreated
from mutua.customers.models import Account
from mutua.customers.values import ACCOUNT_FIELDS, check_account, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def create_account(actor: Actor, **values: Any) -> Account:
    """A new account. values: any of ACCOUNT_FIELDS. Who adds it owns it, unless `owner` names somebody. Raises NotAllowed, Refused."""
    require(actor, "customers.account.create")
    refuse_unseen(actor, Account, values, new=True)
    account = Account(owner_id=actor.user_id)
    changed = fill(account, values, ACCOUNT_FIELDS)
    if account.owner_id is None:
        account.owner_id = actor.user_id  # else it would be nobody's, and out of sight for whoever has just added it
    check_account(actor, account, changed)

    store(account)

    announce(AccountCreated(account_id=account.pk, account_name=account.name), actor=actor)
    return account
