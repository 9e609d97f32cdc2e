"""Deals for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.sales.models import Opportunity, Pipeline, Stage, Territory, TerritoryAccount, TerritoryMember
from mutua.sales.pipelines import ensure_pipeline

_number = count(1)


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


def make_territory(
    *, manager: Actor | None = None, sellers: Iterable[Actor] = (), accounts: Iterable[Account] = (), **values: Any
) -> Territory:
    """A territory with its people from ever, in which these accounts lie by name."""
    values.setdefault("name", f"Territory {next(_number)}")
    territory = Territory.objects.create(**values)
    people = [(manager, "manager")] if manager else []
    people += [(one, "seller") for one in sellers]
    TerritoryMember.objects.bulk_create(TerritoryMember(territory=territory, user_id=one.user_id, role=role) for one, role in people)
    TerritoryAccount.objects.bulk_create(TerritoryAccount(territory=territory, account=one, named=True) for one in accounts)
    return territory
