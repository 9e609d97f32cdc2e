"""Taking back the newest change of the catalogue, as its toast offers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.change_catalogue import change_catalogue
from mutua.relationships.models import CatalogueVersion
from mutua.relationships.queries.catalogue_versions import version_before, version_numbered


@transaction.atomic
def take_catalogue_back(actor: Actor, number: int) -> CatalogueVersion:
    """The version before becomes the catalogue again, as a new one. Raises NotFound, NotAllowed; Refused when others came after it."""
    taken = version_numbered(actor, number)
    require(actor, "relationships.catalogue.edit")
    before = version_before(actor, number)
    if before is None:
        raise Refused(_("Before the first version there was no catalogue. Nothing was changed."))

    return change_catalogue(actor, before.book, on=taken.number, note=_("Version %(number)s taken back") % {"number": number})
