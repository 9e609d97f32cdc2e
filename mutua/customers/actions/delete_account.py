"""Deleting an account: into the bin. What hangs on it stays, and comes back with it."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete


@transaction.atomic
def delete_account(actor: Actor, account_id: int, *, version: int | None) -> Account:
    """The account, now in the bin; the event is announced there. Raises NotFound, NotAllowed, StaleVersion."""
    return soft_delete(actor, account_for(actor, account_id), version)
