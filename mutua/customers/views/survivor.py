"""The old address of a record that was merged: it leads to the survivor, and says so."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mutua.customers.queries.merges import merge_away_of, moved_to
from mutua.foundation.ui.toasts import toast


def survivor_shown(kind: str, request: HttpRequest, record_id: int) -> int | None:
    """The number of the living record that this one went into, if the one who asks sees it."""
    survivor = moved_to(request.actor, kind, record_id)  # type: ignore[attr-defined]
    if survivor is not None and request.headers.get("Accept", "").startswith("text/html") and (merge := merge_away_of(kind, record_id)):
        toast(request, _("%(merged)s was merged into this record.") % {"merged": merge.merged_name})
    return survivor
