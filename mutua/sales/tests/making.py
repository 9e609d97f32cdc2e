"""Deals for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from mutua.customers.tests.making import make_account
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.sales.models import Opportunity, Pipeline, Stage
from mutua.sales.pipelines import ensure_pipeline


def stage(key: str, pipeline: Pipeline | None = None) -> Stage:
    """One of "prospecting", "engaging", "won", "lost"."""
    return Stage.objects.select_related("pipeline").get(pipeline=pipeline or ensure_pipeline(), key=key)


def make_opportunity(*, owner: Actor | User | None = None, stage_key: str = "engaging", **values: Any) -> Opportunity:
    owner_id = owner.user_id if isinstance(owner, Actor) else owner.pk if owner else None
    if "account" not in values:
        values["account"] = make_account(owner=owner) if owner else make_account()
    values.setdefault("stage", stage(stage_key))
    values.setdefault("name", f"Pallets for {values['account']}")
    values.setdefault("amount", Decimal(1000))
    values.setdefault("engaged_on", date(2026, 1, 10))
    return Opportunity.objects.create(owner_id=owner_id, **values)
