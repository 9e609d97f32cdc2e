"""An account or a person is new or has changed: who may be the same is asked again; whoever went into the bin is nobody's duplicate."""

from __future__ import annotations

from collections.abc import Collection

from mutua.customers.actions.keep_pairs import close_pairs_of
from mutua.customers.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountMerged,
    AccountMergeUndone,
    AccountRestored,
    AccountsImported,
    DetailChanged,
    PeopleImported,
    PersonAffiliated,
    PersonChanged,
    PersonCreated,
    PersonDeleted,
    PersonMerged,
    PersonMergeUndone,
    PersonRestored,
)
from mutua.customers.matching_tables import PartyKind
from mutua.customers.tasks import AT_ONCE, ask_about
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.imports.models import ImportRun

FLOW = "duplicates"


@when(AccountCreated, AccountChanged, AccountMerged, AccountMergeUndone)
def changed_account_looks_for_duplicates(
    event: AccountCreated | AccountChanged | AccountMerged | AccountMergeUndone,
) -> None:
    ask_about("account", [event.account_id])


@when(PersonCreated, PersonChanged, PersonAffiliated, PersonMerged, PersonMergeUndone)
def changed_person_looks_for_duplicates(event: PersonCreated | PersonChanged | PersonAffiliated | PersonMerged | PersonMergeUndone) -> None:
    ask_about("person", [event.person_id])


@when(DetailChanged)
def changed_detail_looks_for_duplicates(event: DetailChanged) -> None:
    if event.kind not in ("contact-point", "identifier"):
        return
    if event.account_id:
        ask_about("account", [event.account_id])
    if event.person_id:
        ask_about("person", [event.person_id])


@when(AccountsImported)
def imported_accounts_look_for_duplicates(event: AccountsImported) -> None:
    _ask_about_imported("account", event.run_id, event.account_ids)


@when(PeopleImported)
def imported_people_look_for_duplicates(event: PeopleImported) -> None:
    _ask_about_imported("person", event.run_id, event.person_ids)


def _ask_about_imported(kind: PartyKind, run_id: int, ids: Collection[int]) -> None:
    """Those that the event names, or else all that the run brought."""
    if ids:
        ask_about(kind, list(ids))
        return
    run = ImportRun.objects.filter(pk=run_id).first()
    for part in run.changed_in_parts(AT_ONCE) if run is not None else ():
        ask_about(kind, part)


@when(AccountDeleted, AccountRestored)
def binned_account_is_no_duplicate(event: AccountDeleted | AccountRestored) -> None:
    close_pairs_of(flow_actor(FLOW), "account", event.account_id, gone=isinstance(event, AccountDeleted))


@when(PersonDeleted, PersonRestored)
def binned_person_is_no_duplicate(event: PersonDeleted | PersonRestored) -> None:
    close_pairs_of(flow_actor(FLOW), "person", event.person_id, gone=isinstance(event, PersonDeleted))
