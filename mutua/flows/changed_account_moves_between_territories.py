"""An account is new or changed: it lies at once in the territory whose rule fits it now."""

from __future__ import annotations

from mutua.customers.events import AccountChanged, AccountCreated, AccountMerged, AccountMergeUndone, AccountRestored, AccountsImported
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.sales.actions.place_accounts import place_accounts
from mutua.sales.tasks import place_every_account


@when(AccountCreated, AccountChanged, AccountRestored)
def changed_account_moves_between_territories(event: AccountCreated | AccountChanged | AccountRestored) -> None:
    place_accounts(flow_actor("changed_account_moves_between_territories"), [event.account_id])


@when(AccountsImported, AccountMerged, AccountMergeUndone)
def changed_accounts_move_between_territories(event: AccountsImported | AccountMerged | AccountMergeUndone) -> None:
    # However many changes wait, one look at the rules serves them all.
    place_every_account.defer()
