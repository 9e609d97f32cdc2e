"""The trading partners around a strategy: what goes from whom to whom, and how much each hangs on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum

from mutua.customers.models import Account, TradingLink
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.segments import members_now
from mutua.strategy.rules.dependence import part, unlikely_for

MOST_MEMBERS, MOST_PARTNERS = 12, 8
US = 0


@dataclass(frozen=True)
class Customer:
    """A member of the segment. of_our_revenue: their part of all that accounts spend with us; of_their_spend: our part of what they spend in the category."""

    account: Account
    spend: Decimal | None
    of_our_revenue: Decimal | None
    of_their_spend: Decimal | None

    @property
    def unlikely_for(self) -> list[str]:
        return unlikely_for(self.of_our_revenue, self.of_their_spend)


@dataclass(frozen=True)
class Flow:
    """Goods worth `value` a year go from one node to another. A node is the number of an account; US is 0."""

    start: int
    end: int
    value: Decimal


@dataclass(frozen=True)
class ValueMap:
    """customers: the members that spend most with us. suppliers sell to them beside us, buyers buy from them. foreign: amounts in other currencies, not drawn."""

    currency: str
    customers: list[Customer]
    members: int
    suppliers: list[Account]
    buyers: list[Account]
    flows: list[Flow]
    revenue: Decimal
    foreign: int


def value_map(actor: Actor, strategy: GenericStrategy) -> ValueMap:
    """Of the accounts and the trade that the actor sees, in the currency of the offering: six queries, whatever their number."""
    currency = strategy.offering.currency
    members = members_now(actor, strategy.segment)
    shown = list(members.filter(currency=currency).order_by(F("spend_per_year").desc(nulls_last=True), "sort_key", "pk")[:MOST_MEMBERS])
    known = visible_to(actor, Account.objects.filter(currency=currency, spend_per_year__isnull=False))
    revenue = known.aggregate(all=Sum("spend_per_year"))["all"] or Decimal(0)
    numbers = [account.pk for account in shown]
    links = visible_to(actor, TradingLink.objects.filter(supplier__deleted_at=None, buyer__deleted_at=None, value_per_year__isnull=False))
    around = links.filter(Q(buyer__in=numbers) | Q(supplier__in=numbers)).select_related("supplier", "buyer")
    drawn = [link for link in around.order_by("-value_per_year", "pk")[:500] if link.currency == currency]
    suppliers, buyers = _partners(drawn, set(numbers))
    kept = {*numbers, *(account.pk for account in suppliers), *(account.pk for account in buyers)}
    flows = [Flow(US, account.pk, account.spend_per_year) for account in shown if account.spend_per_year]
    flows += [Flow(link.supplier_id, link.buyer_id, link.value_per_year) for link in drawn if {link.supplier_id, link.buyer_id} <= kept]
    return ValueMap(
        currency=currency,
        customers=[
            Customer(one, one.spend_per_year, part(one.spend_per_year, revenue), part(one.spend_per_year, one.category_spend))
            for one in shown
        ],
        members=members.count(),
        suppliers=suppliers,
        buyers=buyers,
        flows=flows,
        revenue=revenue,
        foreign=around.exclude(currency=currency).count(),
    )


def _partners(links: Sequence[TradingLink], members: set[int]) -> tuple[list[Any], list[Any]]:
    """The largest suppliers of members and the largest buyers from members, members themselves left out."""
    sides: tuple[dict[Any, Decimal], dict[Any, Decimal]] = (defaultdict(Decimal), defaultdict(Decimal))
    for link in links:
        if link.buyer_id in members and link.supplier_id not in members:
            sides[0][link.supplier] += link.value_per_year or 0
        elif link.supplier_id in members and link.buyer_id not in members:
            sides[1][link.buyer] += link.value_per_year or 0
    first, second = (sorted(side, key=lambda account: (-side[account], account.pk))[:MOST_PARTNERS] for side in sides)
    return first, [account for account in second if account not in first]
