"""A promise that was kept, or is taken from the page."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.portals.models import Promise


@transaction.atomic
def close_promise(actor: Actor, account_id: int, promise_id: int, *, kept: bool) -> Promise:
    """kept: it stays on their page with its day; otherwise it is shown there no longer. Raises NotFound, NotAllowed, Refused."""
    open_ones = Promise.objects.filter(account=account_id, account__deleted_at=None, withdrawn_at=None)
    found = find(visible_to(actor, open_ones).select_for_update(of=("self",)), pk=promise_id)
    require(actor, "portals.promise.edit", found)
    if kept and found.kept_on is not None:
        raise Refused(_("This promise is kept already."))

    if kept:
        found.kept_on = days.today()
    else:
        found.withdrawn_at = days.now()
    found.save(update_fields=["kept_on", "withdrawn_at"])
    return found
