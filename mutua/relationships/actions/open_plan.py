"""Opening the plan of a year, with its budget and hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.models import PlanCycle

QUARTERS = 4


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
    account_ids: Collection[int] = (),
) -> PlanCycle:
    """budget: one amount a quarter, one to four. capacity: team → hours in as many quarters. account_ids: only these; none: all.

    Raises NotAllowed, Refused.
    """
    require(actor, "relationships.plan.edit")
    check_means(budget, capacity)

    plan = PlanCycle(year=year, name=name, currency=currency, discount_rate=discount_rate, customer_must_gain=customer_must_gain)
    plan.budget, plan.capacity = list(budget), plain_capacity(capacity)
    store(plan)
    plan.accounts.set(accounts_seen(actor).filter(pk__in=account_ids))
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
