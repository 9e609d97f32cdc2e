"""Stopping: what was taken stays, the rest of the file is not read."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.queries.runs import run_for


@transaction.atomic
def stop_import(actor: Actor, run_id: int) -> ImportRun:
    """A run that is over already stays as it is; one that is stopped can be continued."""
    run = ImportRun.objects.select_for_update().get(pk=run_for(actor, run_id).pk)
    require(actor, "imports.run.create")
    if run.state in (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.DRAFT):
        run.state = ImportRun.State.CANCELLED
        run.save(update_fields=["state"])
    return run
