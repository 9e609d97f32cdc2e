"""An account, a person or their trade changed: who belongs to which segment is asked again."""

from __future__ import annotations

from mutua.backoffice.events import CreditImported, InvoicesImported, OrdersImported, ShipmentRecorded, ShipmentsImported
from mutua.customers.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountMerged,
    AccountMergeUndone,
    AccountRestored,
    AccountsImported,
    PeopleImported,
    PersonAffiliated,
    PersonChanged,
    PersonCreated,
    PersonDeleted,
    PersonMerged,
    PersonMergeUndone,
    PersonRestored,
)
from mutua.foundation.events import Event, when
from mutua.foundation.imports.events import ImportUndone
from mutua.strategy.tasks import recompute_every_segment


@when(
    AccountCreated,
    AccountChanged,
    AccountDeleted,
    AccountRestored,
    AccountMerged,
    AccountMergeUndone,
    AccountsImported,
    PersonCreated,
    PersonChanged,
    PersonDeleted,
    PersonRestored,
    PersonMerged,
    PersonMergeUndone,
    PersonAffiliated,
    PeopleImported,
    OrdersImported,
    InvoicesImported,
    CreditImported,
    ShipmentRecorded,
    ShipmentsImported,
    ImportUndone,
)
def changed_account_moves_between_segments(event: Event) -> None:
    # However many changes wait, one look at the segments serves them all.
    recompute_every_segment.defer()
