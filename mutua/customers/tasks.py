"""Doors to later work: looking for duplicates among everything, and for those of what changed."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.exceptions import JobAborted

from mutua.customers.matching_tables import COLUMNS, MATCHED_AS, PartyKind, table_of
from mutua.foundation import days
from mutua.foundation.access import Actor, flow_actor, require
from mutua.foundation.jobs import Progress, RunningJob, progress, task
from mutua.foundation.jobs.fencing import Superseded

FLOW = "duplicates"
BATCH = 500
AT_ONCE = 500


def scan_key(kind: str) -> str:
    """Under which key a scan tells how far it is."""
    return f"duplicates-{kind}"


@task(effect="many", retry=1, queueing_lock="customers.scan-{kind}")
def scan_duplicates(job: RunningJob, kind: PartyKind) -> None:
    """Compare everything of one kind with everything. Run twice, it finds the same pairs."""
    told = progress(scan_key(kind), _("Looking for duplicates"))
    try:
        _scan(job, kind, told)
    except (Superseded, JobAborted):
        raise
    except Exception as error:
        told.fail(str(error))
        raise


@task()
def judge_changed_records(kind: PartyKind, ids: list[int]) -> None:
    """Compare changed records with the rest."""
    from mutua.customers.actions.keep_pairs import judge_changed

    judge_changed(flow_actor(FLOW), kind, ids)


def ask_for_scan(actor: Actor, kind: PartyKind) -> None:
    """One scan of a kind at a time: asked for twice, it runs once. Raises NotAllowed."""
    require(actor, "customers.duplicate.scan")
    with transaction.atomic():
        scan_duplicates.defer(kind=kind)


def ask_about(kind: PartyKind, ids: list[int]) -> None:
    """Ask for a comparison of these records, some hundred a job."""
    numbers = sorted(set(ids))
    for place in range(0, len(numbers), AT_ONCE):
        judge_changed_records.defer(kind=kind, ids=numbers[place : place + AT_ONCE])


def _scan(job: RunningJob, kind: PartyKind, told: Progress) -> None:
    from mutua.customers.actions.keep_pairs import drop_pairs_not_found, keep_model, keep_pairs
    from mutua.customers.matching import find_pairs, keys_of

    actor, began = flow_actor(FLOW), days.now()
    table = table_of(kind)
    records = table.num_rows if table is not None else 0
    if records < 2:
        told.finish(_("There are no two records to compare."))
        return
    told.advance(0, message=_("Comparing %(n)s records") % {"n": records})
    learned: list[Any] = []
    matching: dict[str, Any] = {"kind": MATCHED_AS[kind], "columns": COLUMNS[kind]}
    pairs, found = find_pairs(table, keep=learned.append, **matching), 0
    while batch := list(itertools.islice(pairs, BATCH)):
        if told.cancelled:
            told.stop(_("Stopped. The pairs that were found before stay."))
            return
        with job.step():
            found += keep_pairs(actor, kind, batch, found_by="scan")
        told.advance(len(batch))
    if told.cancelled:
        told.stop(_("Stopped. The pairs that were found before stay."))
        return
    keys = keys_of(table, **matching)
    with job.step():
        drop_pairs_not_found(actor, kind, began)
        if learned:
            keep_model(actor, kind, learned[0].to_json(), records, keys)
    told.finish(_("%(records)s records compared; pairs that may be one: %(pairs)s") % {"records": records, "pairs": found})
