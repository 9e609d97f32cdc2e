"""Repairing: somebody says what a refused row lacks, and it comes in as if it had come so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.imports.importer import Row, importer_named
from mutua.foundation.imports.mapping import BadMapping
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.foundation.imports.recording import record
from mutua.foundation.imports.running import take_one
from mutua.foundation.records.errors import Refused


@transaction.atomic
def repair_row(actor: Actor, issue_id: int, text: Mapping[str, str]) -> Row:
    """Take the row again with these texts instead of what the file said; texts that are not given stay.

    Raises Refused with the reason when the row is still not taken; nothing is changed then.
    """
    issue = ImportIssue.objects.select_for_update().get(pk=find(visible_to(actor, ImportIssue.objects.all()), pk=issue_id).pk)
    require(actor, "imports.run.create")
    require(actor, importer_named(issue.kind).needs)
    if issue.state != ImportIssue.State.OPEN:
        raise Refused(_("This row does not wait for repair any more."))
    run = ImportRun.objects.select_for_update().get(pk=issue.run_id)
    if run.state in (ImportRun.State.UNDOING, ImportRun.State.UNDONE):
        raise Refused(_("The import of this row is being undone. Nothing was changed."))
    known: dict[str, str] = issue.text or {}
    unknown = sorted(set(text) - set(known))
    if unknown:
        raise Refused(_("The row has no field called %(names)s.") % {"names": ", ".join(unknown)})
    try:
        row, tally = take_one(run, {**known, **text}, issue.row_number, issue.raw or {}, actor)
    except BadMapping as error:
        raise Refused(
            _("The columns of this import cannot be read any more: %(why)s Nothing was changed; import the file again.") % {"why": error}
        ) from error
    if row.refusal is not None:
        raise Refused(_("The row is still refused: %(why)s Nothing was changed.") % {"why": row.refusal.sentence}, field=row.refusal.field)

    ImportIssue.objects.filter(pk=issue.pk).update(state=ImportIssue.State.REPAIRED, closed_at=days.now(), closed_by=actor.name)
    before = (run.created, run.updated, run.unchanged)
    record(run, tally)
    run.created, run.updated, run.unchanged = before
    run.refused, run.repaired = run.refused - 1, run.repaired + 1
    run.save()
    if run.state == ImportRun.State.DONE:
        importer_named(run.kind).repaired(row, run, actor)
    return row
