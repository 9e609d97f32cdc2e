"""An import is undone from its end to its beginning, step by step, each in a transaction of its own, so that it goes on where it was stopped.

First what it overwrote is put back; then the records that it made are taken out, those that others of them need at last; then the parts that
it hung on records which stay. What is dealt with leaves the trace in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import groupby

import pghistory
from django.apps import apps
from django.db.models import F, ForeignKey, QuerySet

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports.engine import one_at_a_time
from mutua.foundation.imports.events import ImportUndone
from mutua.foundation.imports.importer import Importer, Undone, importer_named
from mutua.foundation.imports.models import ImportChange, ImportConflict, ImportIssue, ImportRun, ImportTrace
from mutua.foundation.imports.undoing import settling
from mutua.foundation.imports.undoing.outcome import Outcome
from mutua.foundation.imports.undoing.putting_back import put_back
from mutua.foundation.imports.undoing.taking_out import hand_parts, keep_with_owners, take_out
from mutua.foundation.records.ledgers import opened_ledgers

CHUNK = 1_000

Step = Callable[[], AbstractContextManager[None]]


class Stopped(Exception):
    """Somebody asked to stop. What was undone until then stays undone."""


@dataclass
class Undoing:
    """One run on its way out. advance: told how many rows were dealt with; it may raise Stopped."""

    run: ImportRun
    actor: Actor
    step: Step
    advance: Callable[[int], None] = lambda rows: None
    importer: Importer = field(init=False)

    def __post_init__(self) -> None:
        self.importer = importer_named(self.run.kind)

    def to_end(self) -> None:
        self._put_back()
        self._take_out_records()
        self._take_out_parts()
        with self._step():
            self._finish()

    def _put_back(self) -> None:
        """First what stands beside the rows: whether a later import says the same of it is seen by its rows."""
        if beside := self.importer.beside_label():
            self._put_back_all(self._changes().filter(model=beside))
        self._put_back_all(self._changes())

    def _put_back_all(self, waiting: QuerySet[ImportChange]) -> None:
        while changes := list(waiting.order_by("-pk")[:CHUNK]):
            with self._step():
                for label, group in groupby(_once_each(changes), key=lambda change: change.model):
                    self._settle(label, put_back(self.run, self.importer, label, list(group)), made=False)
            self.advance(len(changes))

    def _take_out_records(self) -> None:
        label, last = self.importer.model._meta.label, False
        while self._made(label).exists():
            before = _rows_in(self._made(label))
            self._take_out(label, last=last)
            last = _rows_in(self._made(label)) == before

    def _take_out_parts(self) -> None:
        labels = set(self._made().values_list("model", flat=True))
        for label in _needed_last(labels):
            for pk in list(self._made(label).values_list("pk", flat=True)):
                with self._step():
                    keep_with_owners(self.run, self.importer, ImportTrace.objects.get(pk=pk))
            self._take_out(label, last=True)

    def _take_out(self, label: str, *, last: bool) -> None:
        """Each of the rows once, the newest first."""
        for pk in list(self._made(label).order_by("-first", "-pk").values_list("pk", flat=True)):
            trace = ImportTrace.objects.filter(pk=pk).first()
            ids = sorted(trace.ids, reverse=True) if trace is not None else []
            for place in range(0, len(ids), CHUNK):
                part = ids[place : place + CHUNK]
                with self._step():
                    trace = ImportTrace.objects.select_for_update().get(pk=pk)
                    with opened_ledgers():
                        outcome = take_out(self.run, self.importer, trace, part, last=last)
                    self._settle(label, outcome, made=True)
                self.advance(len(part))

    def _settle(self, label: str, outcome: Outcome, *, made: bool) -> None:
        """The rows as they arrived, timelines, counts and conflicts follow."""
        run, importer = self.run, self.importer
        is_main = label == importer.model._meta.label
        if is_main:
            settling.drop_rows(run, [*outcome.gone, *outcome.settled])
            settling.hand_rows(run, outcome.handed)
            settling.hand_lines(run, importer, outcome.handed, made=made)
            settling.drop_lines(run, importer, outcome.settled)
            settling.forget(importer, outcome.gone)
            if not made:
                hand_parts(run, importer, outcome.handed)
            run.taken_out += len(outcome.gone)
            run.put_back += len(outcome.put_back)
            run.left_to_later += len(outcome.handed)
        ImportConflict.objects.bulk_create(outcome.conflicts)
        gone, put_back = (outcome.gone, outcome.put_back) if is_main else ([], [])
        importer.mend(Undone(run.pk, run.source, gone, put_back, outcome.owners, outcome.above))
        run.save(update_fields=["taken_out", "put_back", "left_to_later"])

    def _finish(self) -> None:
        run = self.run
        ImportTrace.objects.filter(run=run, act=ImportTrace.Act.FOUND).delete()
        _close_issues(run, self.actor)
        _open_again(run)
        run.state, run.undone_at, run.undone_by_name = ImportRun.State.UNDONE, days.now(), self.actor.name
        run.save(update_fields=["state", "undone_at", "undone_by_name"])
        kept = run.conflicts.values("model", "record_id").distinct().count()
        announce(
            ImportUndone(run_id=run.pk, kind=run.kind, taken_out=run.taken_out, put_back=run.put_back, left_to_later=run.left_to_later, kept=kept),
            actor=self.actor,
        )  # fmt: skip

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One transaction; raises Stopped where the undo was ended elsewhere."""
        with self.step(), pghistory.context(user=self.actor.user_id, import_undone=self.run.pk):
            fresh = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if fresh.state != ImportRun.State.UNDOING:
                raise Stopped
            for name in ("taken_out", "put_back", "left_to_later"):
                setattr(self.run, name, getattr(fresh, name))
            one_at_a_time(self.run.kind, self.run.source)
            self.importer.lock()
            yield

    def _changes(self) -> QuerySet[ImportChange]:
        return ImportChange.objects.filter(run=self.run, kept=False)

    def _made(self, label: str = "") -> QuerySet[ImportTrace]:
        made = ImportTrace.objects.filter(run=self.run, act=ImportTrace.Act.MADE)
        return made.filter(model=label) if label else made


def _once_each(changes: list[ImportChange]) -> list[ImportChange]:
    """The newest of each row, ordered by table: a row that the run has overwritten twice is put back in two steps."""
    newest: dict[tuple[str, int], ImportChange] = {}
    for change in changes:
        newest.setdefault((change.model, change.record_id), change)
    return sorted(newest.values(), key=lambda change: (change.model, change.record_id))


def _rows_in(traces: QuerySet[ImportTrace]) -> int:
    return sum(len(trace.ids) for trace in traces.iterator())


def _needed_last(labels: set[str]) -> list[str]:
    """The tables in such an order that each comes after those whose rows point to its rows."""
    points_to = {
        label: {one.related_model._meta.label for one in apps.get_model(label)._meta.concrete_fields if isinstance(one, ForeignKey)} & labels - {label}
        for label in labels
    }  # fmt: skip
    ordered: list[str] = []
    while labels := labels - set(ordered):
        needed = {target for label in labels for target in points_to[label]}
        ordered += sorted(labels - needed) or sorted(labels)
    return ordered


def _open_again(run: ImportRun) -> None:
    """Rows that other imports had refused, and that this one had brought in or refused anew, wait for repair again."""
    closed = ImportIssue.objects.filter(closed_in=run, state__in=[ImportIssue.State.REPAIRED, ImportIssue.State.REPLACED])
    for issue in closed.filter(state=ImportIssue.State.REPAIRED):
        ImportRun.objects.filter(pk=issue.run_id).update(refused=F("refused") + 1, repaired=F("repaired") - 1)
    closed.update(state=ImportIssue.State.OPEN, closed_at=None, closed_by="", closed_in=None)


def _close_issues(run: ImportRun, actor: Actor) -> None:
    """Its refused rows wait no more. Where a later import brought the same row, it is that one's turn."""
    State = ImportIssue.State
    waiting = run.issues.filter(state__in=[State.OPEN, State.WAITING, State.KNOWN])
    again = ImportIssue.objects.filter(kind=run.kind, source=run.source, state=State.KNOWN).exclude(run=run).exclude(source_key="")
    again = again.filter(source_key__in=waiting.filter(state=State.OPEN).values("source_key"))
    first = list(again.order_by("source_key", "pk").distinct("source_key").values_list("pk", flat=True))
    waiting.update(state=State.DISMISSED, closed_at=days.now(), closed_by=actor.name)
    ImportIssue.objects.filter(pk__in=first).update(state=State.OPEN)
