"""Renaming a strategy, or giving it to another owner. What it says stands in its versions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.access.people import people_who_may
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.strategies import strategy_for

FIELDS = ("name", "owner", "custom")


@transaction.atomic
def edit_strategy(actor: Actor, strategy_id: int, *, version: int | None, **values: Any) -> GenericStrategy:
    """The strategy with these values, any of FIELDS. Raises NotFound, NotAllowed, StaleVersion, Refused where the new owner may not decide about it."""
    strategy = locked(strategy_for(actor, strategy_id), version)
    require(actor, "strategy.strategy.edit", strategy)
    refuse_unseen(actor, GenericStrategy, values)

    owner = values.get("owner")
    if owner is not None and owner.pk != strategy.owner_id and not people_who_may("strategy.review.decide").filter(pk=owner.pk).exists():
        sentence = _(
            "%(name)s may not decide about strategies, so its alarms would reach nobody. Nothing was saved. Choose somebody who may."
        )
        raise Refused(sentence % {"name": owner}, field="owner")

    store(strategy, update_fields=fill(strategy, values, FIELDS))

    announce(StrategyChanged(strategy_id=strategy.pk, act="changed"), actor=actor)
    return strategy
