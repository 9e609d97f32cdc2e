"""Mapping: which column fills which field."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.imports.building import target_names
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.mapping import BadMapping, Mapping
from mutua.foundation.imports.models import ImportRun, SavedMapping
from mutua.foundation.imports.queries.runs import run_for
from mutua.foundation.records.errors import Refused


@transaction.atomic
def map_columns(actor: Actor, run_id: int, mapping: Mapping, *, save_as: str = "") -> ImportRun:
    """Set the mapping of a draft; with `save_as`, keep it under that name for the next file. Raises Refused."""
    run = ImportRun.objects.select_for_update().get(pk=run_for(actor, run_id).pk)
    require(actor, "imports.run.create")
    if run.state != ImportRun.State.DRAFT:
        raise Refused(_("This import has begun already. Upload the file again to map it in another way."))
    check_mapping(run, mapping)

    run.mapping = mapping.as_json()
    run.save(update_fields=["mapping"])
    if save_as.strip():
        SavedMapping.objects.update_or_create(
            kind=run.kind, name=save_as.strip()[:80], defaults={"mapping": run.mapping, "owner_id": actor.user_id}
        )
    return run


def check_mapping(run: ImportRun, mapping: Mapping) -> None:
    """Raises Refused for a mapping that does not fit the file or the importer."""
    importer = importer_named(run.kind)
    try:
        mapping.check(run.headings, target_names(importer), [target.name for target in importer.targets if target.required])
    except BadMapping as error:
        raise Refused(_("%(why)s Nothing was changed.") % {"why": error}) from None
