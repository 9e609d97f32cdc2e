"""A run from its first row to its report: batch by batch, each in a transaction of its own, so that it goes on where it was stopped."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from typing import BinaryIO, TypeVar

import pghistory

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.imports.ahead import ahead
from mutua.foundation.imports.building import Builder
from mutua.foundation.imports.engine import Intake, Tally
from mutua.foundation.imports.importer import Row, importer_named
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.foundation.imports.recording import record
from mutua.foundation.imports.tables import RawRow, Table, rows
from mutua.foundation.imports.unseen import hidden_targets, seen_mapping

BATCH = 2_000

Step = Callable[[], AbstractContextManager[None]]
Advance = Callable[[int, int], None]
T = TypeVar("T")


class Stopped(Exception):
    """Somebody asked the run to stop. What was taken until then stays."""


def run_to_end(run: ImportRun, file: BinaryIO, actor: Actor, step: Step, advance: Advance = lambda rows, position: None) -> None:
    """Take what is left of the file, then what was put aside, then let the importer tell. `step()`: one transaction.

    advance: told after each batch how many rows it had, and up to which byte the file was read for it.
    """
    intake = intake_of(run, actor)
    with _only_rows_are_swept(), closing(ahead(_batches(run, file, intake.builder))) as batches:
        for taken, position in batches:
            with step(), pghistory.context(user=actor.user_id, import_run=run.pk):
                _refresh(run)
                record(run, intake.take(taken))
                run.next_row += len(taken)
                run.save()
            advance(len(taken), position)
        take_waiting(run, intake, step)
    with step(), pghistory.context(user=actor.user_id, import_run=run.pk):
        _refresh(run)
        if run.source_rows.exists():
            intake.importer.done(run, actor)
        run.state, run.finished_at = ImportRun.State.DONE, days.now()
        run.save()


def _batches(run: ImportRun, file: BinaryIO, builder: Builder) -> Generator[tuple[list[Row], int]]:
    """What is left of the file, and after each batch up to which byte it was read."""
    table = Table(run.headings, run.encoding, run.delimiter)
    for chunk in chunks(islice(rows(file, table), run.next_row, None), BATCH):
        yield builder.from_raws(chunk), file.tell()


@contextmanager
def _only_rows_are_swept() -> Iterator[None]:
    """Python looks for circles among all its objects whenever enough rows have come; the program itself is left out of that for so long."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def take_one(run: ImportRun, row_text: dict[str, str], row_number: int, raw: dict[str, str], actor: Actor) -> tuple[Row, Tally]:
    """Take one row again, with texts that somebody put right. Call it in a transaction."""
    intake = intake_of(run, actor)
    hidden = hidden_targets(intake.importer, actor)
    seen = {name: text for name, text in row_text.items() if name not in hidden}
    row = intake.builder.from_text(Row(row_number, raw, seen, last_chance=True))
    return row, intake.take([row])


def take_waiting(run: ImportRun, intake: Intake, step: Step) -> None:
    """Rows that waited for others of the file are tried again as long as that gets some of them in; then they have their last chance."""
    last = False
    while run.issues.filter(state=ImportIssue.State.WAITING).exists():
        taken, after = 0, 0
        while chunk := _waiting(run, after):
            after = chunk[-1].row_number
            with step(), pghistory.context(user=intake.actor.user_id, import_run=run.pk):
                _refresh(run)
                again = intake.builder.from_raws([RawRow(issue.row_number, issue.raw or {}) for issue in chunk])
                for row in again:
                    row.last_chance = last
                tally = intake.take(again)
                taken += len(again) - len(tally.waiting)
                run.issues.filter(pk__among=[issue.pk for issue in chunk]).delete()
                record(run, tally)
                run.save()
        last = taken == 0


def _waiting(run: ImportRun, after: int) -> list[ImportIssue]:
    """The next rows of the file that wait, behind row number `after`."""
    return list(run.issues.filter(state=ImportIssue.State.WAITING, row_number__gt=after).order_by("row_number")[:BATCH])


def intake_of(run: ImportRun, actor: Actor) -> Intake:
    importer = importer_named(run.kind)
    return Intake(importer, Builder.of(importer, seen_mapping(Mapping.from_json(run.mapping), importer, actor)), actor, run.source)


def _refresh(run: ImportRun) -> None:
    """The run's own row, locked for the step. Raises Stopped when somebody stopped it."""
    fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state == ImportRun.State.CANCELLED:
        raise Stopped
    if fresh.next_row != run.next_row:
        raise RuntimeError("Another worker has gone on with this import.")
    for field in ("created", "updated", "unchanged", "refused", "repaired", "corrected"):
        setattr(run, field, getattr(fresh, field))
    run.state = ImportRun.State.RUNNING


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
