"""An import of shipments was undone: measures and objectives that had counted them are read anew from what is left."""

from __future__ import annotations

from mutua.backoffice.events import ShipmentsTakenBack
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.imports.events import ImportUndone
from mutua.relationships.actions.read_again import read_again
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.queries.watched import objectives_watched

FLOW = "taken back"
METRIC = "delivery.on_time_in_full"


@when(ShipmentsTakenBack)
def shipments_taken_back_are_read_again(event: ShipmentsTakenBack) -> None:
    read_again(flow_actor(FLOW), event.account_ids)


@when(ImportUndone)
def shipments_taken_back_are_counted_again(event: ImportUndone) -> None:
    # Once, at the end: an objective counts the outcomes of a whole segment.
    if event.kind == "shipments":
        for objective in objectives_watched().filter(metric=METRIC):
            count_again(flow_actor(FLOW), objective, reason="an import of shipments was undone")
