"""What is kept of a batch: the rows as they arrived, the issues, the counts of the run."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from mutua.foundation import days
from mutua.foundation.imports.copying import copy_rows
from mutua.foundation.imports.engine import Tally
from mutua.foundation.imports.importer import Note, Row, importer_named
from mutua.foundation.imports.models import ImportIssue, ImportRun, SourceRow
from mutua.foundation.imports.tracing import write_trace
from mutua.foundation.timeline import Entry, write_for_each

_State = ImportIssue.State


def record(run: ImportRun, tally: Tally) -> None:
    """Write what belongs to a batch that was taken, in its transaction; the caller saves the run."""
    # A key that stands twice in a batch was written twice; its last row is what the source says.
    _keep_rows(run, list({row.key: row for row in [*tally.created, *tally.updated]}.values()))
    write_trace(run, tally.trace)
    _tell(run, tally)
    _close_older(run, tally)
    issues = [_issue(run, row, note) for row in tally.taken for note in row.notes]
    issues += [_issue(run, row, Note("refused", "", ""), state=_State.WAITING) for row in tally.waiting]
    issues += _refused(run, tally.refused)
    copy_rows(ImportIssue, {name: [issue[name] for issue in issues] for name in issues[0]} if issues else {}, len(issues))
    run.created += len(tally.created)
    run.updated += len(tally.updated)
    run.unchanged += len(tally.unchanged)
    run.refused += len(tally.refused)
    run.corrected += tally.corrected


def _keep_rows(run: ImportRun, rows: list[Row]) -> None:
    if kept := [row.key for row in rows if row.is_kept]:
        older = SourceRow.objects.filter(kind=run.kind, source=run.source, source_key__among=kept)
        older.filter(run=run).delete()
        older.update(current=False)
    copy_rows(
        SourceRow,
        {
            "kind": run.kind,
            "source": run.source,
            "source_key": [row.key for row in rows],
            "record_id": [row.record_id for row in rows],
            "digest": [row.digest for row in rows],
            "raw": [row.raw for row in rows],
            "run_id": run.pk,
        },
        len(rows),
    )


def _tell(run: ImportRun, tally: Tally) -> None:
    """A line in the timeline of each record that was made or changed, all of them in one statement for each sentence."""
    kind, moment = importer_named(run.kind).timeline_kind, days.now()
    if not kind:
        return
    params = {"file": run.file_name, "source": run.source, "run": run.pk}
    for sentence, rows in (("imports.record.imported", tally.created), ("imports.record.updated", tally.updated)):
        line = Entry(at=moment, subject=(kind, 0), sentence=sentence, params=params, actor_name=run.actor_name)
        write_for_each(line, [int(row.record_id or 0) for row in rows])


def _refused(run: ImportRun, rows: list[Row]) -> list[dict[str, Any]]:
    """One open issue per refused row; a row that says what is open already points back to it instead of opening it twice."""
    older = _open_by_key(run, [row.key for row in rows if row.key])
    issues, replaced = [], []
    for row in rows:
        assert row.refusal is not None
        if row.forgotten:
            issues.append(_issue(run, row, row.refusal, state=_State.DISMISSED))
            continue
        before = older.get(row.key)
        state = _State.KNOWN if before is not None and before.text == row.text else _State.OPEN
        if before is not None and state == _State.OPEN:
            replaced.append(before.pk)
        issues.append(_issue(run, row, row.refusal, state=state))
    if replaced:
        ImportIssue.objects.filter(pk__among=replaced).update(state=_State.REPLACED, closed_at=days.now(), closed_in=run)
    return issues


def _close_older(run: ImportRun, tally: Tally) -> None:
    """Rows that came in now need no repair any more, whichever import refused them."""
    older = _open_by_key(run, [row.key for row in tally.taken])
    if not older:
        return
    ImportIssue.objects.filter(pk__among=[issue.pk for issue in older.values()]).update(
        state=_State.REPAIRED, closed_at=days.now(), closed_by=run.actor_name, closed_in=run
    )
    for issue in older.values():
        ImportRun.objects.filter(pk=issue.run_id).update(refused=F("refused") - 1, repaired=F("repaired") + 1)


def _open_by_key(run: ImportRun, keys: list[str]) -> dict[str, ImportIssue]:
    found = ImportIssue.objects.filter(kind=run.kind, source=run.source, source_key__among=keys, state=_State.OPEN).exclude(run=run)
    return {issue.source_key: issue for issue in found}


def _issue(run: ImportRun, row: Row, note: Note, state: str = "") -> dict[str, Any]:
    keeps_row = note.level == "refused" and not row.forgotten
    return {
        "run_id": run.pk,
        "kind": run.kind,
        "source": run.source,
        "source_key": "" if row.forgotten else row.key[:200],
        "row_number": row.number,
        "level": note.level,
        "field": note.field,
        "sentence": note.sentence,
        "found": note.found[:200],
        "text": row.text if keeps_row else None,
        "raw": row.raw if keeps_row else None,
        "state": state,
    }
