"""Merging: two records were one. Everything that hangs on the one hangs on the other afterwards, and each step is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.customers.events import AccountMerged, PersonMerged
from mutua.customers.merging.moving import Steps, move_all, move_named, new_version, write_value
from mutua.customers.merging.values import Choice, chosen_values
from mutua.customers.models import Account, DuplicatePair, Merge, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.duplicates import open_pairs_with
from mutua.customers.queries.people import person_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.foundation.records.locking import locked
from mutua.foundation.records.unseen import refuse_unseen

MODELS: dict[str, type[Account] | type[Person]] = {"account": Account, "person": Person}


@transaction.atomic
def merge_records(
    actor: Actor,
    kind: str,
    survivor_id: int,
    merged_id: int,
    *,
    version: int,
    merged_version: int,
    choices: Mapping[str, Choice] | None = None,
    reason: str = "",
) -> Merge:
    """kind: "account" or "person". choices: {field: whose value stays}, the survivor's where nothing is said.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    require(actor, "customers.record.merge")
    if survivor_id == merged_id:
        raise Refused(_("A record cannot be merged with itself. Nothing was changed; choose another one."))
    survivor, merged = _both(actor, kind, (survivor_id, version), (merged_id, merged_version))
    require(actor, f"customers.{kind}.edit", survivor)
    refuse_unseen(actor, MODELS[kind], choices or {})
    values = chosen_values(kind, survivor, merged, choices or {})

    merge = _begun(actor, kind, survivor, merged, reason)
    steps = Steps(merge)
    leave = {"customers.Account.parent": [survivor.pk]} if kind == "account" and survivor.parent_id == merged.pk else None
    if leave:
        values.setdefault("parent_id", None)
    with opened_ledgers():
        move_all(steps, MODELS[kind], merged.pk, survivor.pk, leave=leave)
    move_named(steps, kind, merged.pk, survivor.pk)
    for column, value in values.items():
        write_value(steps, survivor, column, value)
    write_value(steps, merged, "deleted_at", days.now())
    _close_pairs(steps, actor, merge, survivor.pk, merged.pk)
    steps.write_down()
    for record in (survivor, merged):
        type(record)._base_manager.filter(pk=record.pk).update(**new_version(type(record)))

    announce(_event(merge), actor=actor)
    return merge


def _both(actor: Actor, kind: str, survivor: tuple[int, int], merged: tuple[int, int]) -> tuple[Any, Any]:
    """Both records, locked in the order of their numbers, so that two who merge crosswise do not wait for each other."""
    if kind not in MODELS:
        raise LookupError(f"Records called {kind} are not merged.")
    if kind == "account":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('customers.hierarchy'))")
    find: Any = account_for if kind == "account" else person_for
    found = {number: (find(actor, number), version) for number, version in (survivor, merged)}
    fresh = {number: locked(*found[number]) for number in sorted(found)}
    if any(record.deleted_at is not None for record in fresh.values()):
        raise Refused(_("One of the two went into the bin in the meantime. Nothing was merged."))
    return fresh[survivor[0]], fresh[merged[0]]


def _begun(actor: Actor, kind: str, survivor: Any, merged: Any, reason: str) -> Merge:
    begun: Merge = Merge.objects.create(
        kind=kind,
        survivor_name=str(survivor),
        merged_name=str(merged),
        reason=reason.strip()[:400],
        by_name=actor.name,
        made_at=days.now(),
        **{f"survivor_{kind}": survivor, f"merged_{kind}": merged},
    )
    return begun


def _close_pairs(steps: Steps, actor: Actor, merge: Merge, survivor_id: int, merged_id: int) -> None:
    """The pair of these two is decided; other pairs of the merged record are gone with it, and come back with it."""
    for pair in open_pairs_with(merge.kind, merged_id):
        state = DuplicatePair.State.MERGED if survivor_id in (pair.left_id, pair.right_id) else DuplicatePair.State.GONE
        for column, value in (
            ("state", state.value),
            ("merge_id", merge.pk),
            ("decided_at", merge.made_at),
            ("decided_by_name", actor.name),
        ):
            write_value(steps, pair, column, value)


def _event(merge: Merge) -> AccountMerged | PersonMerged:
    if merge.kind == "account":
        return AccountMerged(
            merge_id=merge.pk, account_id=merge.survivor_id, merged_id=merge.merged_id, account_name=merge.survivor_name, merged_name=merge.merged_name
        )  # fmt: skip
    return PersonMerged(
        merge_id=merge.pk, person_id=merge.survivor_id, merged_id=merge.merged_id, person_name=merge.survivor_name, merged_name=merge.merged_name
    )  # fmt: skip
