"""A promise that was kept, or is withdrawn."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.portals.events import PromiseKept, PromiseWithdrawn
from mutua.portals.models import Promise


@transaction.atomic
def close_promise(actor: Actor, account_id: int, promise_id: int, *, kept: bool, why: str = "") -> Promise:
    """kept: it stays on their page with its day. Otherwise it is withdrawn, and they read `why` there for a while.

    Raises NotFound, NotAllowed, Refused.
    """
    open_ones = Promise.objects.filter(account=account_id, account__deleted_at=None, withdrawn_at=None)
    found = find(visible_to(actor, open_ones).select_for_update(of=("self",)), pk=promise_id)
    require(actor, "portals.promise.edit", found)
    if kept and found.kept_on is not None:
        raise Refused(_("This promise is kept already."))
    why = why.strip()
    if not kept and not why:
        raise Refused(_("Say why it is withdrawn, as the customer will read it. Nothing was changed."), field="why")

    if kept:
        found.kept_on = days.today()
    else:
        found.withdrawn_at, found.withdrawn_why = days.now(), why
    store(found, update_fields=["kept_on", "withdrawn_at", "withdrawn_why"])

    told: dict[str, Any] = {"promise_id": found.pk, "account_id": found.account_id, "words": found.words}
    announce(PromiseKept(**told) if kept else PromiseWithdrawn(**told, why=why), actor=actor)
    return found
