"""Choosing: another sheet of the workbook is the one that is meant."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.proposing import propose_mapping
from mutua.foundation.imports.queries.runs import run_for
from mutua.foundation.imports.tables import UnreadableFile, inspect
from mutua.foundation.records.errors import Refused


@transaction.atomic
def choose_sheet(actor: Actor, run_id: int, sheet: str) -> ImportRun:
    """The draft with the headings of that sheet and the mapping that they and its values propose. Raises Refused."""
    run = ImportRun.objects.select_for_update().get(pk=run_for(actor, run_id).pk)
    require(actor, "imports.run.create")
    if run.state != ImportRun.State.DRAFT:
        raise Refused(_("This import has begun already. Upload the file again to take another sheet."))
    if not run.stored or not default_storage.exists(run.stored):
        raise Refused(_("The file of this import is not kept any more. Nothing was changed; upload it again."))
    try:
        with default_storage.open(run.stored, "rb") as wrapper:
            file = cast("BinaryIO", wrapper.file)
            table = inspect(file, sheet)
            mapping = propose_mapping(importer_named(run.kind), file, table)
    except UnreadableFile as error:
        raise Refused(_("%(why)s Nothing was changed.") % {"why": error}, field="sheet") from None

    run.headings, run.encoding, run.mapping = table.headings, table.encoding, mapping.as_json()
    run.save(update_fields=["headings", "encoding", "mapping"])
    return run
