"""What undoing an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.models import ImportConflict, ImportRun, ImportTrace

SHOWN = 100


@dataclass(frozen=True)
class Undoable:
    """Records that are gone, have their old values again, or belong to a later import; how many are kept, and the first conflicts.

    looked_at: how many rows were looked at, None where all were.
    """

    taken_out: int
    put_back: int
    left_to_later: int
    kept: int
    conflicts: list[ImportConflict]
    all_conflicts: int = 0
    looked_at: int | None = None

    @property
    def more(self) -> int:
        """Conflicts beyond those that are shown."""
        return max(self.all_conflicts - len(self.conflicts), 0)


def told_of(run: ImportRun, *, looked: int | None = None, complete: bool = True) -> Undoable:
    """The caller has found `run` for the one who looks."""
    conflicts = list(run.conflicts.all()[:SHOWN])
    kept = run.conflicts.aggregate(rows=Count(Concat("model", Value(" "), Cast("record_id", CharField())), distinct=True), all=Count("pk"))
    return Undoable(run.taken_out, run.put_back, run.left_to_later, kept["rows"], conflicts, kept["all"], None if complete else looked)


def why_not(run: ImportRun) -> str:
    """Why this import cannot be undone now, as a sentence; empty where it can."""
    state = ImportRun.State
    if not importer_named(run.kind).can_be_undone:
        return _("Imports of this kind cannot be undone.")
    if run.state in (state.DRAFT,):
        return _("This import has not begun.")
    if run.state in (state.WAITING, state.RUNNING):
        return _("This import is still running. Stop it first.")
    if run.state == state.UNDONE and not run.conflicts.exists():
        return _("This import is undone already.")
    if run.state not in (state.UNDONE, state.UNDOING) and not run.steps.exists():
        if run.created + run.updated + run.repaired:
            return _("This import is from before imports left a trace, so it cannot be undone.")
        return _("This import has changed nothing.")
    return ""


def rows_to_undo(run: ImportRun) -> int:
    """How many rows undoing has to look at."""
    made = ImportTrace.objects.filter(run=run, act=ImportTrace.Act.MADE).only("lows", "highs")
    return run.changes.filter(kept=False).count() + sum(len(trace.ids) for trace in made)
