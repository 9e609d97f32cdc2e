"""Noting how a customer rates us beside its next best supplier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mutua.customers.events import ValueRated
from mutua.customers.models import Account, ValueRating
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.past import check_has_come
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def rate_value(
    actor: Actor,
    account: Account,
    *,
    component: str,
    ours: int,
    next_best: int | None = None,
    next_best_name: str = "",
    rated_on: date | None = None,
    origin: str = "",
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> ValueRating:
    """The new rating, 1 to 10; earlier ones stay as they were. Raises NotAllowed, Refused."""
    require(actor, "customers.account.edit", account)
    check_has_come(rated_on, field="rated_on")

    rating = ValueRating(
        account=account, component=component, ours=ours, next_best=next_best, next_best_name=next_best_name, rated_on=rated_on or days.today(),
        origin=origin, source=source, source_key=source_key,
    )  # fmt: skip
    give_custom(actor, rating, custom)
    store(rating)

    event = ValueRated(rating_id=rating.pk, account_id=account.pk, component=str(rating.get_component_display()).lower(), ours=rating.ours)
    announce(event, actor=actor)
    return rating
