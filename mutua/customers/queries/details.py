"""What hangs on an account, a person or a household, one by one."""

from __future__ import annotations

from mutua.customers.details import Detail
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.records.models import Record


def detail_for(actor: Actor, detail_id: int, detail: Detail) -> Record:
    """Raises NotFound."""
    found: Record = find(visible_to(actor, detail.model.objects.all()), pk=detail_id)
    return found
