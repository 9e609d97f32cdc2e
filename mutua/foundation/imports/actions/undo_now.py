"""Undoing an import in this process: for commands, and for looking what would happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import transaction

from mutua.foundation.access import Actor
from mutua.foundation.imports.actions.begin_undo import open_for_undo
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.queries.undo import Undoable, told_of
from mutua.foundation.imports.undoing.undoing import Undoing


def undo_now(actor: Actor, run_id: int, advance: Callable[[int], None] = lambda rows: None) -> Undoable:
    """Take the import back and tell what came of it. Raises NotFound, NotAllowed, Refused."""
    run = open_for_undo(actor, run_id)
    Undoing(run, actor, transaction.atomic, advance).to_end()
    return told_of(ImportRun.objects.get(pk=run.pk))


class _Enough(Exception):
    """So many rows were to be looked at."""


def would_undo(actor: Actor, run_id: int, *, most: int | None = None) -> Undoable:
    """What would come of it: it is done and rolled back, so that it is exact. most: look at about so many rows only."""
    looked = 0

    def advance(rows: int) -> None:
        nonlocal looked
        looked += rows
        if most is not None and looked >= most:
            raise _Enough

    with _nothing_stays():
        run = open_for_undo(actor, run_id)
        with suppress(_Enough):
            Undoing(run, actor, transaction.atomic, advance).to_end()
        return told_of(ImportRun.objects.get(pk=run.pk), looked=looked, complete=run.state == ImportRun.State.UNDONE)


@contextmanager
def _nothing_stays() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
