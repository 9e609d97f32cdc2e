"""Deleting a strategy: into the bin, where no version of it is approved or in force."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.strategy.models import GenericStrategy, StrategyVersion
from mutua.strategy.queries.strategies import strategy_for

State = StrategyVersion.State


@transaction.atomic
def delete_strategy(actor: Actor, strategy_id: int, *, version: int | None) -> GenericStrategy:
    """The strategy, now in the bin. Raises NotFound, NotAllowed, StaleVersion, and Refused while what was decided about it holds."""
    strategy = strategy_for(actor, strategy_id)
    standing = StrategyVersion.objects.filter(strategy=strategy, state__in=(State.APPROVED, State.ACTIVE)).order_by("-number").first()
    if standing is not None:
        words = {"n": standing.number, "state": standing.get_state_display().lower()}
        raise Refused(_("Version %(n)s is %(state)s: abandon it in the review first, with the reason. Nothing was deleted.") % words)
    return soft_delete(actor, strategy, version)
