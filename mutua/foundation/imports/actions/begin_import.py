"""Beginning: from here on the file is taken in by a worker, batch by batch."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.imports.actions.map_columns import check_mapping
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.queries.runs import run_for
from mutua.foundation.records.errors import Refused


@transaction.atomic
def begin_import(actor: Actor, run_id: int) -> ImportRun:
    """Ask for the run, or for its rest when it was stopped or has failed."""
    from mutua.foundation.imports.tasks import take_in

    run = ImportRun.objects.select_for_update().get(pk=run_for(actor, run_id).pk)
    require(actor, "imports.run.create")
    require(actor, importer_named(run.kind).needs)
    if run.state == ImportRun.State.DONE:
        raise Refused(_("This import is complete. Upload the file again to import it once more."))
    if run.state in (ImportRun.State.UNDOING, ImportRun.State.UNDONE):
        raise Refused(_("This import was undone. Upload the file again to import it once more."))
    if not run.stored:
        raise Refused(_("The file is no longer kept. Upload it again; rows that are in already will not be made twice."))
    check_mapping(run, Mapping.from_json(run.mapping))

    run.state = ImportRun.State.WAITING
    run.save(update_fields=["state"])
    take_in.defer(run_id=run.pk)
    return run
