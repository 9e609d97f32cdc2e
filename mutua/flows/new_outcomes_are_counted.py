"""Shipments came in: the objectives that count them look again."""

from __future__ import annotations

from mutua.backoffice.events import ShipmentRecorded, ShipmentsImported
from mutua.foundation.events import Event, when
from mutua.strategy.tasks import watch_every_objective


@when(ShipmentRecorded, ShipmentsImported)
def new_outcomes_are_counted(event: Event) -> None:
    watch_every_objective.defer()
