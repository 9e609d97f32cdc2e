"""Accounts with two years of monthly orders, some of which began an activity: what evaluations are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mutua.backoffice.models import Order
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.relationships.models import PostEvaluation, RoadmapItem
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item

TODAY = date(2026, 1, 10)  # so that 2024 is before, 2025 after, and all months are whole
BEGAN = date(2025, 1, 1)
MONTHS = [date(year, month, 15) for year in (2024, 2025) for month in range(1, 13)]


def make_orders(account: Account, values: Sequence[float], *, months: Sequence[date] = MONTHS, currency: str = "USD") -> None:
    """One order in the middle of each month; nothing where the value is 0."""
    Order.objects.bulk_create(
        Order(account=account, number=f"O-{account.pk}-{at:%y%m}", currency=currency, dated_on=at, value=Decimal(str(round(value, 2))))
        for at, value in zip(months, values, strict=True)
        if value
    )


def steps(usual: float, change: float) -> list[float]:
    """A year of the usual value, then a year of it and so much more (a share of it)."""
    return [usual] * 12 + [usual * (1 + change)] * 12


def make_controls(count: int, *, usual: float, growth: float, spread: float, **values: Any) -> list[Account]:
    """Accounts that never began: every other one grew by growth + spread, the rest by growth − spread."""
    accounts = [make_account(name=f"Control {number:02}", **values) for number in range(count)]
    for number, account in enumerate(accounts):
        make_orders(account, steps(usual, growth + (spread if number % 2 else -spread)))
    return accounts


def make_done(
    name: str, *, usual: float, change: float, cost: int, gain: int, activity: str = "crp", began: date = BEGAN, **values: Any
) -> RoadmapItem:
    """An item that is done, at an account that practises its activity since `began`."""
    account = make_account(name=name, **values)
    make_orders(account, steps(usual, change))
    at = make_account_touchpoint(account)
    make_engagement(at, activity, since=began)
    return make_item(account, activity, cost=cost, gain=gain, state="done")


def make_evaluation(item: RoadmapItem, *, effect: Any = 12, error: Any = 4, **values: Any) -> PostEvaluation:
    """What a trial said of the item, undecided."""
    effect, error = Decimal(str(effect)), Decimal(str(error))
    given: dict[str, Any] = {
        "year": 2025, "design": "trial", "began_on": BEGAN, "until": date(2025, 12, 31), "currency": item.currency, "planned_cost": item.cost,
        "planned_return": item.gain, "actual_cost": item.cost, "effect": effect, "standard_error": error, "lower": effect - 2 * error, "upper": effect + 2 * error,
        "source_note": "Drawn by lot",
    }  # fmt: skip
    made: PostEvaluation = PostEvaluation.objects.create(item=item, **given | values)
    return made
