"""What an import would do: it is done and taken back, so that what is told before is what happens after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

import pghistory
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.imports.engine import Tally
from mutua.foundation.imports.importer import Importer, Row
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.recording import record
from mutua.foundation.imports.running import BATCH, chunks, intake_of, take_waiting
from mutua.foundation.imports.tables import Table, rows
from mutua.foundation.records.errors import Refused

PATIENCE = "5s"  # longest wait for a record that somebody else is changing
SHOWN_OF_EACH = 15  # rows that are kept for showing, of each outcome


@dataclass(frozen=True)
class Change:
    """One field of a record, before and after."""

    name: str
    old: str
    new: str


@dataclass
class ShownRow:
    """One row of the file with what would become of it. outcome: created, updated, unchanged, refused."""

    row: Row
    outcome: str
    changes: list[Change] = field(default_factory=list)


@dataclass
class Trial:
    """What was seen. shown: the first rows of each outcome; reasons: {(level, field, sentence): rows}; waiting: rows that name others further down."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    shown: list[ShownRow] = field(default_factory=list)
    alike: int = 0
    waiting: int = 0
    tell: Callable[[str, Row], None] | None = None  # called with each row and its outcome
    _before: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def looked_at(self) -> int:
        return sum(self.counts[name] for name in ("created", "updated", "unchanged", "refused")) + self.waiting

    def before(self, importer: Importer, updated: list[Row]) -> None:
        """Remember what stands in the records that will be shown."""
        room = SHOWN_OF_EACH - sum(shown.outcome == "updated" for shown in self.shown)
        ids = [row.record_id for row in updated[: max(room, 0)] if row.record_id]
        if ids:
            self._before |= importer.shown(ids)

    def after(self, importer: Importer, tally: Tally) -> None:
        for outcome in ("created", "updated", "unchanged", "refused"):
            taken: list[Row] = getattr(tally, outcome)
            self.counts[outcome] += len(taken)
            self._show(importer, outcome, taken)
            for row in taken:
                self.alike += bool(row.likes)
                notes = row.notes if row.refusal is None else [row.refusal]
                self.reasons.update({(note.level, note.field, note.sentence) for note in notes})
                if self.tell is not None:
                    self.tell(outcome, row)
        self.counts["corrected"] += tally.corrected

    def _show(self, importer: Importer, outcome: str, taken: list[Row]) -> None:
        rows = taken[: max(SHOWN_OF_EACH - sum(shown.outcome == outcome for shown in self.shown), 0)]
        written = [row.record_id for row in rows if row.record_id and outcome in ("created", "updated")]
        now = importer.shown(written) if written else {}
        for row in rows:
            old, new = self._before.get(row.record_id or 0, {}), now.get(row.record_id or 0, {})
            changes = [Change(name, old.get(name, ""), text) for name, text in new.items() if text != old.get(name, "")]
            self.shown.append(ShownRow(row, outcome, changes))


class _TakenBack(Exception):
    pass


def try_import(run: ImportRun, file: BinaryIO, actor: Actor, *, most: int | None = None, trial: Trial | None = None) -> Trial:
    """Take in the first rows of the file (`most`; all without) and take everything back. Raises Refused while others change the same records.

    The records that would be changed are held until it is over.
    """
    told = trial or Trial()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            with pghistory.context(user=actor.user_id, import_run=run.pk):
                _take(run, file, actor, told, most)
            raise _TakenBack
    except _TakenBack:
        pass
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") not in ("55P03", "40P01"):
            raise
        raise Refused(_("Somebody is changing the same records just now. Nothing was written; try again in a moment.")) from None
    run.refresh_from_db()
    return told


def _take(run: ImportRun, file: BinaryIO, actor: Actor, told: Trial, most: int | None) -> None:
    intake = intake_of(run, actor)
    intake.watch = told
    run.state = ImportRun.State.RUNNING
    run.save(update_fields=["state"])
    for chunk in chunks(islice(rows(file, Table(run.headings, run.encoding, run.delimiter)), most), BATCH):
        tally = intake.take(intake.builder.from_raws(chunk))
        record(run, tally)
        run.next_row += len(chunk)
        run.save()
    if most is None or run.next_row < most:
        take_waiting(run, intake, transaction.atomic)
    told.waiting = run.issues.filter(state="waiting").count()
