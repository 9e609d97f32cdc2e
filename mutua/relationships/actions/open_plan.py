"""Opening the plan of a year, with its budget and hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.models import PlanCycle

QUARTERS = 4
MOST_LEVERS = 100


@transaction.atomic
def open_plan(
    actor: Actor,
    *,
    year: int,
    currency: str,
    budget: Sequence[Decimal],
    capacity: Mapping[str, Sequence[Decimal | int | float]],
    name: str = "",
    discount_rate: Decimal = Decimal(0),
    customer_must_gain: bool = False,
    max_levers: int | None = None,
    floors: Collection[Mapping[str, Any]] = (),
    account_ids: Collection[int] = (),
) -> PlanCycle:
    """budget: one amount a quarter, one to four. capacity: team → hours in as many quarters. account_ids: only these; none: all.

    max_levers: at most so many. floors: what tiers of accounts get at least, each {"tier": 1, "items": 3, "money": Decimal(50_000)}.
    Raises NotAllowed, Refused.
    """
    require(actor, "relationships.plan.edit")
    check_means(budget, capacity)
    accounts = list(accounts_seen(actor).filter(pk__in=account_ids))
    if strangers := set(account_ids) - {account.pk for account in accounts}:
        # Without them it might be a plan of all accounts.
        words = {"numbers": ", ".join(map(str, sorted(strangers)[:5]))}
        raise Refused(_("There is no account with the number %(numbers)s that you see. Nothing was opened.") % words, field="account_ids")

    plan = PlanCycle(year=year, name=name, currency=currency, discount_rate=discount_rate, customer_must_gain=customer_must_gain)
    plan.budget, plan.capacity = list(budget), plain_capacity(capacity)
    plan.max_levers, plan.floors = checked_levers(max_levers), plain_floors(floors)
    plan.prepared_by_id = actor.user_id
    store(plan)
    plan.accounts.set(accounts)
    return plan


def plain_capacity(capacity: Mapping[str, Sequence[Decimal | int | float]]) -> dict[str, list[float]]:
    return {team: [float(hours) for hours in row] for team, row in sorted(capacity.items())}


def check_means(budget: Sequence[Decimal], capacity: Mapping[str, Sequence[Decimal | int | float]]) -> None:
    if not 1 <= len(budget) <= QUARTERS:
        raise Refused(_("A plan has one to four quarters. Nothing was changed."), field="budget")
    if any(amount < 0 for amount in budget):
        raise Refused(_("A budget cannot be negative. Nothing was changed."), field="budget")
    for team, row in capacity.items():
        if len(row) != len(budget) or any(hours < 0 for hours in row):
            sentence = _("%(team)s needs one number of hours for each quarter, none of them negative. Nothing was changed.")
            raise Refused(sentence % {"team": team}, field="capacity")


def checked_levers(most: int | None) -> int | None:
    if most is not None and not 0 <= most <= MOST_LEVERS:
        raise Refused(_("A plan pulls between 0 and %(most)s levers. Nothing was changed.") % {"most": MOST_LEVERS}, field="max_levers")
    return most


def plain_floors(floors: Collection[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As the plan keeps them, by tier. Raises Refused for a tier that is unknown or named twice, and for what is below 0."""
    kept: dict[int, dict[str, Any]] = {}
    for floor in floors:
        tier, items, money = int(floor["tier"]), int(floor.get("items") or 0), Decimal(floor.get("money") or 0)
        if tier not in Account.Tier.values or tier in kept:
            raise Refused(_("Each tier of accounts has one line, and there are tiers 1 to 3. Nothing was changed."), field="floors")
        if items < 0 or money < 0 or not money.is_finite():
            raise Refused(_("What a tier gets at least cannot be negative. Nothing was changed."), field="floors")
        if items or money:
            kept[tier] = {"tier": tier, "items": items, "money": f"{money:.2f}"}
    return [kept[tier] for tier in sorted(kept)]
