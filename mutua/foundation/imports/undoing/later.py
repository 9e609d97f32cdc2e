"""What other imports say of the rows of an import that is undone. What they say as well is theirs afterwards."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.models import ImportChange, ImportRun, ImportTrace


@dataclass(frozen=True)
class Later:
    """Another run has found the row as it stands (change is None), or has overwritten it."""

    run_id: int
    step_id: int
    change: ImportChange | None = None


def said_later(run: ImportRun, model: type[Model], ids: Collection[int]) -> dict[int, list[Later]]:
    """{row: what other imports said of it, in the order in which they did}. Two queries."""
    said: dict[int, list[Later]] = defaultdict(list)
    label = model._meta.label
    for trace in overlapping(ImportTrace.objects.filter(act=ImportTrace.Act.FOUND).exclude(run=run), label, ids):
        for one in common(trace, ids):
            said[one].append(Later(trace.run_id, trace.step_id))
    changes = ImportChange.objects.select_for_update().filter(model=label, record_id__in=list(ids), kept=False).exclude(run=run)
    for change in changes:
        said[change.record_id].append(Later(change.run_id, change.step_id, change))
    for found in said.values():
        found.sort(key=lambda one: one.step_id)
    return said


def said_by_rows(run: ImportRun, importer: Importer, changes: Sequence[ImportChange], said: dict[int, list[Later]]) -> None:
    """Add to `said` who found a row that brought one of these changes as it was, and so says the same of what the row stands beside."""
    label = importer.model._meta.label
    for step_id in {change.step_id for change in changes}:
        beside = [change.record_id for change in changes if change.step_id == step_id]
        at = dict(importer.model._base_manager.filter(**{f"{importer.beside}__in": beside}).values_list("pk", f"{importer.beside}_id"))
        traces = ImportTrace.objects.filter(run=run, step=step_id, act__in=[ImportTrace.Act.MADE, ImportTrace.Act.KEPT])
        brought = {one for trace in overlapping(traces, label, at) for one in common(trace, at)}
        brought |= set(
            ImportChange.objects.filter(run=run, step=step_id, model=label, record_id__in=at).values_list("record_id", flat=True)
        )
        for one, found in said_later(run, importer.model, brought).items():
            said[at[one]] += [later for later in found if later.change is None]
    _in_order(said)


def made_by_rows(run: ImportRun, importer: Importer, ids: Collection[int], said: dict[int, list[Later]], *, after: int) -> None:
    """Add to `said` whose rows, brought after that step, stand beside these: they would have been made for them.

    A row that came from beside another does not count: whoever moved it has written what it stands beside as well.
    """
    column = f"{importer.beside}_id"
    at = dict(importer.model._base_manager.filter(**{f"{importer.beside}__in": ids}).values_list("pk", f"{importer.beside}_id"))
    changes = ImportChange.objects.filter(model=importer.model._meta.label, record_id__in=at, columns__has_key=column)
    written = changes.values_list("record_id", f"columns__{column}")
    moved = {one for one, (was, now) in written if was != now}
    for one, later in makers_of(run, importer.model._meta.label, at).items():
        if later.step_id > after and one not in moved:
            said[at[one]].append(later)
    _in_order(said)


def _in_order(said: dict[int, list[Later]]) -> None:
    """In one step, what was written says more than that rows were brought."""
    for found in said.values():
        found.sort(key=lambda one: (one.step_id, one.change is None))


def made_by(run: ImportRun, label: str, ids: Collection[int]) -> set[int]:
    """Those of the rows that this run made, kept ones too."""
    traces = ImportTrace.objects.filter(run=run, act__in=[ImportTrace.Act.MADE, ImportTrace.Act.KEPT])
    return {one for trace in overlapping(traces, label, ids) for one in common(trace, ids)}


def makers_of(run: ImportRun, label: str, ids: Collection[int]) -> dict[int, Later]:
    """{row: the other run of the same kind that made it}."""
    traces = ImportTrace.objects.filter(act=ImportTrace.Act.MADE, run__kind=run.kind).exclude(run=run)
    return {one: Later(trace.run_id, trace.step_id) for trace in overlapping(traces, label, ids) for one in common(trace, ids)}


def hand_over(model: type[Model], heirs: Mapping[int, Later]) -> None:
    """These rows count as made by their heirs from now on. heirs: {row: who has it}. Whoever calls it takes them from the trace of the run."""
    by_heir: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one, heir in heirs.items():
        by_heir[heir.run_id, heir.step_id].append(one)
    for (run_id, step_id), ids in by_heir.items():
        trace = ImportTrace(run_id=run_id, step_id=step_id, act=ImportTrace.Act.MADE, model=model._meta.label)
        trace.ids = ids
        trace.save()


def take_from(trace: ImportTrace, ids: Collection[int]) -> None:
    """The trace without these rows; it goes when none is left."""
    left = set(trace.ids) - set(ids)
    if left:
        trace.ids = left
        trace.save(update_fields=["lows", "highs", "first", "last"])
    else:
        trace.delete()


def common(trace: ImportTrace, ids: Collection[int]) -> list[int]:
    """Those of `ids` that the trace has."""
    found = []
    for one in ids:
        place = bisect_left(trace.highs, one)
        if place < len(trace.highs) and trace.lows[place] <= one:
            found.append(one)
    return found


def overlapping(traces: QuerySet[ImportTrace], label: str, ids: Collection[int]) -> QuerySet[ImportTrace]:
    """Those of the traces that may have some of the rows."""
    return traces.filter(model=label, first__lte=max(ids), last__gte=min(ids)) if ids else traces.none()
