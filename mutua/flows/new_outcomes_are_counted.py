"""Shipments came in: the objectives that count those of these accounts look at once, and all others after what waits."""

from __future__ import annotations

from collections.abc import Collection

from mutua.backoffice.events import ShipmentRecorded, ShipmentsImported
from mutua.foundation.events import when
from mutua.strategy.tasks import watch_accounts, watch_every_objective


@when(ShipmentRecorded)
def recorded_outcome_is_counted(event: ShipmentRecorded) -> None:
    _count([event.account_id])


@when(ShipmentsImported)
def new_outcomes_are_counted(event: ShipmentsImported) -> None:
    _count(event.account_ids)


def _count(account_ids: Collection[int]) -> None:
    watch_accounts(account_ids)
    # Who belongs to a segment since a moment ago is found by a job that may still wait
    watch_every_objective.defer()
