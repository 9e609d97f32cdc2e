"""Setting how many false alarms an owner gets a year."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.models import WatchBudget
from mutua.relationships.queries.watches import watch_budget

LEAST, MOST = Decimal("0.01"), Decimal(52)


@transaction.atomic
def set_watch_budget(actor: Actor, *, version: int | None, false_alarms: Decimal) -> WatchBudget:
    """The company's one setting. Raises NotAllowed, StaleVersion, Refused."""
    require(actor, "relationships.watch.edit")
    if not LEAST <= false_alarms <= MOST:
        raise Refused(_("Allow at least 0.01 and at most 52 false alarms a year. Nothing was changed."), field="false_alarms")
    budget: WatchBudget = watch_budget()
    if budget.pk is not None:
        budget = locked(budget, version)
    elif version not in (None, budget.version):
        raise StaleVersion(budget, version or 0)
    else:
        budget.version = 2  # the first is the usual one, which everybody sees and nobody has stored

    budget.false_alarms = false_alarms
    store(budget)
    return budget
