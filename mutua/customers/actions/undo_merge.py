"""Taking a merge back: everything is as it was, but for what somebody changed in between, which is told."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.customers.events import AccountMergeUndone, PersonMergeUndone
from mutua.customers.merging.moving import new_version
from mutua.customers.merging.undoing import later_merges_of_the_same, take_back
from mutua.customers.models import Account, Merge, Person
from mutua.customers.queries.accounts import in_circles
from mutua.customers.queries.merges import merge_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.foundation.records.locking import locked


@transaction.atomic
def undo_merge(actor: Actor, merge_id: int, *, version: int) -> Merge:
    """The merge, undone, with its `conflicts`. Twice is once. Raises NotFound, NotAllowed, StaleVersion, Refused.

    Refused while a later merge, not undone, has moved the same rows: that one comes first.
    """
    require(actor, "customers.record.merge")
    found = merge_for(actor, merge_id)
    if found.undone_at is not None:
        return found
    merge = locked(found, version)  # type: ignore[type-var]
    if later := later_merges_of_the_same(merge):
        raise Refused(
            _("“%(later)s” was merged later and moved the same things. Nothing was changed; undo that one first.") % {"later": later[0]}
        )
    if merge.kind == "account":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('customers.hierarchy'))")

    with opened_ledgers():
        merge.conflicts = take_back(merge.steps.order_by("-place"))
    merge.undone_at, merge.undone_by_name, merge.version = days.now(), actor.name, merge.version + 1
    merge.save(update_fields=["conflicts", "undone_at", "undone_by_name", "version"])
    model = Account if merge.kind == "account" else Person
    model.everything.filter(pk=merge.survivor_id).update(**new_version(model))
    if merge.kind == "account" and in_circles([merge.survivor_id, merge.merged_id]):
        raise Refused(_("An account would stand below itself afterwards. Nothing was changed; change the parent first."))

    announce(_event(merge), actor=actor)
    return merge


def _event(merge: Merge) -> AccountMergeUndone | PersonMergeUndone:
    if merge.kind == "account":
        return AccountMergeUndone(
            merge_id=merge.pk, account_id=merge.survivor_id, merged_id=merge.merged_id, account_name=merge.survivor_name, merged_name=merge.merged_name
        )  # fmt: skip
    return PersonMergeUndone(
        merge_id=merge.pk, person_id=merge.survivor_id, merged_id=merge.merged_id, person_name=merge.survivor_name, merged_name=merge.merged_name
    )  # fmt: skip
