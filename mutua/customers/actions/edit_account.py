"""Changing an account."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.events import AccountChanged
from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.customers.values import ACCOUNT_FIELDS, check_account, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def edit_account(actor: Actor, account_id: int, *, version: int | None, **values: Any) -> Account:
    """The account with these values; others stay. Values that stand there already make no new version.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    account = locked(account_for(actor, account_id), version)
    require(actor, "customers.account.edit", account)
    refuse_unseen(actor, Account, values)
    changed = fill(account, values, ACCOUNT_FIELDS)
    check_account(actor, account, changed)
    if not changed:
        return account

    store(account, update_fields=changed)

    labels = ", ".join(_label(name) for name in changed)
    announce(AccountChanged(account_id=account.pk, fields=tuple(changed), labels=labels), actor=actor)
    return account


def _label(name: str) -> str:
    return str(Account._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
