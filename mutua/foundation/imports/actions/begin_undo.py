"""Undoing an import: from here on a worker takes it back, step by step."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.models import ImportChange, ImportRun, ImportTrace
from mutua.foundation.imports.queries.runs import run_for
from mutua.foundation.imports.queries.undo import why_not
from mutua.foundation.records.errors import Refused


@transaction.atomic
def begin_undo(actor: Actor, run_id: int) -> ImportRun:
    """Ask for it, or for its rest when it was stopped or has failed; of an undone import, for what was kept then. Raises NotFound, NotAllowed, Refused."""
    from mutua.foundation.imports.tasks import undo

    run = open_for_undo(actor, run_id)
    undo.defer(run_id=run.pk, user_id=actor.user_id)
    return run


@transaction.atomic
def open_for_undo(actor: Actor, run_id: int) -> ImportRun:
    """The run, in the state in which it is undone: what an earlier undo has kept is looked at again."""
    run = ImportRun.objects.select_for_update().get(pk=run_for(actor, run_id).pk)
    require(actor, "imports.run.create")
    require(actor, importer_named(run.kind).needs)
    if reason := why_not(run):
        raise Refused(_("%(why)s Nothing was changed.") % {"why": reason})

    if run.state != ImportRun.State.UNDOING:
        run.conflicts.all().delete()
        ImportTrace.objects.filter(run=run, act=ImportTrace.Act.KEPT).update(act=ImportTrace.Act.MADE)
        ImportChange.objects.filter(run=run, kept=True).update(kept=False)
    run.state = ImportRun.State.UNDOING
    run.save(update_fields=["state"])
    return run
