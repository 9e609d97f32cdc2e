"""Starting a strategy: a segment, an offering, and a first draft of what we want."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mutua.catalog.models import Offering
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import GenericStrategy, Segment, StrategyVersion


@transaction.atomic
def create_strategy(
    actor: Actor,
    *,
    name: str,
    segment: Segment,
    offering: Offering,
    owner_id: int | None = None,
    ansoff: str = StrategyVersion.Ansoff.PENETRATION,
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> GenericStrategy:
    """The new strategy with version 1 as a draft. Raises NotAllowed, Refused when the cell is taken."""
    require(actor, "strategy.strategy.edit")

    strategy = GenericStrategy(
        name=name.strip(), segment=segment, offering=offering, owner_id=owner_id or actor.user_id, source=source, source_key=source_key
    )
    give_custom(actor, strategy, custom)
    store(strategy)
    StrategyVersion.objects.create(strategy=strategy, number=1, ansoff=ansoff)

    announce(StrategyChanged(strategy_id=strategy.pk, act="added"), actor=actor)
    return strategy
