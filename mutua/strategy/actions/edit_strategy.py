"""Renaming a strategy, or giving it to another owner. What it says stands in its versions."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import User
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.strategies import strategy_for


@transaction.atomic
def edit_strategy(actor: Actor, strategy_id: int, *, version: int | None, name: str, owner: User | None) -> GenericStrategy:
    """The strategy with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    strategy = locked(strategy_for(actor, strategy_id), version)
    require(actor, "strategy.strategy.edit", strategy)

    strategy.name, strategy.owner = name.strip(), owner
    store(strategy, update_fields=["name", "owner"])

    announce(StrategyChanged(strategy_id=strategy.pk, act="changed"), actor=actor)
    return strategy
