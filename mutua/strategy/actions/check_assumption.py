"""Saying whether an assumption still holds: also of an approved version, for it is the world that changes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Assumption, AssumptionCheck


@transaction.atomic
def check_assumption(actor: Actor, assumption_id: int, *, holds: str) -> Assumption:
    """The assumption as it was found today; each look is kept. Raises NotFound, NotAllowed, Refused."""
    assumption = find(
        visible_to(actor, Assumption.objects.filter(version_of__strategy__deleted_at=None)).select_related("version_of"), pk=assumption_id
    )
    require(actor, "strategy.strategy.edit", assumption)
    if holds not in (Assumption.Holds.YES, Assumption.Holds.NO):
        raise Refused(_("Say whether it holds or no longer holds. Nothing was changed."), field="holds")

    assumption.holds, assumption.checked_on = holds, days.today()
    assumption.save(update_fields=["holds", "checked_on"])
    AssumptionCheck.objects.create(
        assumption=assumption, holds=holds, checked_on=assumption.checked_on, checked_by_id=actor.user_id, checked_by_name=actor.name
    )

    announce(StrategyChanged(strategy_id=assumption.version_of.strategy_id, act="checked"), actor=actor)
    return assumption
