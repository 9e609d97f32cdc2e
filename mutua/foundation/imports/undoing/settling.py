"""What belongs to a record and is kept for all kinds alike: the rows as they arrived, and the lines of its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.models import ImportRun, ImportStep, SourceRow
from mutua.foundation.imports.undoing.later import Later
from mutua.foundation.timeline.models import TimelineEntry

MADE, CHANGED = "imports.record.imported", "imports.record.updated"


def drop_rows(run: ImportRun, ids: Collection[int]) -> None:
    """The rows that this run brought for these records; where an earlier import had sent one, that is the last again."""
    rows = SourceRow.everything.filter(kind=run.kind, record_id__in=list(ids), run=run)
    keys = list(rows.filter(current=True).values_list("source_key", flat=True))
    rows.delete()
    replaced = SourceRow.everything.filter(kind=run.kind, source=run.source, source_key__in=keys, current=False)
    newest = replaced.order_by("source_key", "-pk").distinct("source_key").values_list("pk", flat=True)
    SourceRow.everything.filter(pk__in=list(newest)).update(current=True)


def hand_rows(run: ImportRun, handed: Mapping[int, Later]) -> None:
    """Of records that a later import found as they are, the rows are that one's; a later import that sent others has its own."""
    by_run: dict[int, list[int]] = defaultdict(list)
    for one, later in handed.items():
        if later.change is None:
            by_run[later.run_id].append(one)
    for run_id, ids in by_run.items():
        SourceRow.everything.filter(kind=run.kind, record_id__in=ids, run=run).update(run_id=run_id)
    drop_rows(run, [one for one, later in handed.items() if later.change is not None])


def forget(importer: Importer, ids: Collection[int]) -> None:
    """The timelines of records that are gone."""
    if importer.timeline_kind and ids:
        TimelineEntry.objects.filter(subject_kind=importer.timeline_kind, subject_id__in=list(ids)).delete()


def drop_lines(run: ImportRun, importer: Importer, ids: Collection[int]) -> None:
    """What timelines of records tell of this run."""
    if importer.timeline_kind and ids:
        _lines(run.pk, importer, ids).delete()


def hand_lines(run: ImportRun, importer: Importer, handed: Mapping[int, Later], *, made: bool) -> None:
    """What timelines told of this run is told of the one that has the record now. made: the record was new."""
    if not importer.timeline_kind:
        return
    by_step: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one, later in handed.items():
        if later.change is None:
            by_step[later.run_id, later.step_id].append(one)
        elif made:
            _lines(later.run_id, importer, [one]).filter(sentence=CHANGED).update(sentence=MADE)
    for (run_id, step_id), ids in by_step.items():
        heir = ImportRun.objects.get(pk=run_id)
        told = {"file": heir.file_name, "source": heir.source, "run": heir.pk}
        _lines(run.pk, importer, ids).update(at=ImportStep.objects.get(pk=step_id).at, params=told, actor_name=heir.actor_name)
    drop_lines(run, importer, [one for one, later in handed.items() if later.change is not None])


def _lines(run_id: int, importer: Importer, ids: Collection[int]):  # type: ignore[no-untyped-def]
    lines = TimelineEntry.objects.filter(subject_kind=importer.timeline_kind, subject_id__in=list(ids), sentence__in=(MADE, CHANGED))
    return lines.filter(params__run=run_id)
