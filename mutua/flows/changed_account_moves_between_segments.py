"""An account, a person or a household changed, or what is known of them: they move between segments at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mutua.backoffice.events import (
    AssetsImported,
    CreditImported,
    InvoicesImported,
    OrdersImported,
    ShipmentRecorded,
    ShipmentsImported,
    ShipmentsTakenBack,
    WorthCounted,
)
from mutua.customers.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountMerged,
    AccountMergeUndone,
    AccountRestored,
    AccountsImported,
    DetailChanged,
    HouseholdChanged,
    HouseholdCreated,
    HouseholdDeleted,
    HouseholdJoined,
    HouseholdRestored,
    NeedNoted,
    PeopleImported,
    PersonAffiliated,
    PersonChanged,
    PersonCreated,
    PersonDeleted,
    PersonLeft,
    PersonMerged,
    PersonMergeUndone,
    PersonRestored,
    ValueRated,
)
from mutua.daybook.events import (
    InteractionChanged,
    InteractionNoted,
    MeetingChanged,
    MeetingPlanned,
    MeetingWrittenUp,
    TaskDone,
    TaskPromised,
)
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.events import Event, when
from mutua.foundation.imports.events import ImportUndone
from mutua.relationships.events import EngagementMoved, RoadmapItemMoved
from mutua.sales.events import (
    OpportunitiesImported,
    OpportunityAdvanced,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityWon,
)
from mutua.strategy.actions.recompute_parties import recompute_parties
from mutua.strategy.models import Segment
from mutua.strategy.tasks import recompute_every_segment, recompute_segments_that_reach_others

MOST = 500  # of more parties at a time, whole segments are compared
SOON = timedelta(seconds=30)
# What hangs on people and households is in these files as well, and they name accounts only.
OF_MORE = (InvoicesImported, CreditImported, AssetsImported)


@when(
    AccountCreated, AccountChanged, AccountDeleted, AccountRestored, AccountMerged, AccountMergeUndone, AccountsImported,
    PersonCreated, PersonChanged, PersonDeleted, PersonRestored, PersonMerged, PersonMergeUndone, PersonAffiliated, PersonLeft, PeopleImported,
    HouseholdCreated, HouseholdChanged, HouseholdDeleted, HouseholdRestored, HouseholdJoined, NeedNoted, ValueRated, DetailChanged,
    OrdersImported, InvoicesImported, CreditImported, ShipmentRecorded, ShipmentsImported, ShipmentsTakenBack, AssetsImported, WorthCounted,
    EngagementMoved, RoadmapItemMoved, InteractionNoted, InteractionChanged, MeetingPlanned, MeetingChanged, MeetingWrittenUp, TaskPromised, TaskDone,
    OpportunityOpened, OpportunityAdvanced, OpportunityWon, OpportunityLost, OpportunityReopened, OpportunitiesImported, ImportUndone,
)  # fmt: skip
def changed_account_moves_between_segments(event: Event) -> None:
    touched = {kind: _ids(event, kind) for kind in Segment.PartyKind.values}
    if any(len(ids) > MOST for ids in touched.values()) or (_is_of_many(event) and not any(touched.values())):
        # However many changes wait, one look at the segments serves them all.
        recompute_every_segment.defer()
        return
    for kind, ids in touched.items():
        if ids:
            recompute_parties(flow_actor("changed_account_moves_between_segments"), kind, ids)
    (recompute_every_segment if isinstance(event, OF_MORE) else recompute_segments_that_reach_others).later(days.now() + SOON)


def _is_of_many(event: Event) -> bool:
    """Whether it tells of a whole file, or of all, and need not name anybody."""
    return hasattr(event, "run_id") or isinstance(event, WorthCounted | OpportunitiesImported)


def _ids(event: Any, kind: str) -> set[int]:
    """The parties of a kind that an event names."""
    found = {getattr(event, f"{kind}_id", None), *getattr(event, f"{kind}_ids", ())}
    if isinstance(event, AccountMerged | AccountMergeUndone if kind == "account" else PersonMerged | PersonMergeUndone):
        found.add(event.merged_id)
    return {number for number in found if number is not None}
