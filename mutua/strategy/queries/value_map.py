"""The trading partners around a strategy: what goes from whom to whom, and how much each hangs on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from mutua.backoffice.models import Order
from mutua.customers.models import Account, TradingLink
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.hidden import hidden_columns
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.segments import members_now
from mutua.strategy.rules.dependence import part, unlikely_for

MOST_MEMBERS, MOST_PARTNERS = 12, 8
US = 0
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Customer:
    """A member of the segment. spend: a year with us, as told, else as ordered in the last 365 days. of_our_revenue: their part of all that accounts spend
    with us; of_their_spend: our part of what they spend in the category."""

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
    """customers: the members that spend most with us. suppliers sell to them beside us, buyers buy from them. foreign: amounts in other currencies, not drawn.

    revenue: None where it is not told to the actor.
    """

    currency: str
    customers: list[Customer]
    members: int
    suppliers: list[Account]
    buyers: list[Account]
    flows: list[Flow]
    revenue: Decimal | None
    foreign: int


def value_map(actor: Actor, strategy: GenericStrategy) -> ValueMap:
    """Of the accounts and the trade that the actor sees, in the currency of the offering: eight queries, whatever their number."""
    currency = strategy.offering.currency
    members = members_now(actor, strategy.segment)
    shown, spends = _customers(actor, members.filter(currency=currency), currency)
    revenue = _revenue(actor, currency)
    numbers = [account.pk for account in shown]
    links = visible_to(actor, TradingLink.objects.filter(supplier__deleted_at=None, buyer__deleted_at=None, value_per_year__isnull=False))
    around = links.filter(Q(buyer__in=numbers) | Q(supplier__in=numbers)).select_related("supplier", "buyer")
    drawn = [link for link in around.order_by("-value_per_year", "pk")[:500] if link.currency == currency]
    suppliers, buyers = _partners(drawn, set(numbers))
    kept = {*numbers, *(account.pk for account in suppliers), *(account.pk for account in buyers)}
    flows = [Flow(US, account.pk, spend) for account in shown if (spend := spends.get(account.pk))]
    flows += [Flow(link.supplier_id, link.buyer_id, link.value_per_year) for link in drawn if {link.supplier_id, link.buyer_id} <= kept]
    return ValueMap(
        currency=currency,
        customers=[
            Customer(one, spend, part(spend, revenue), part(spend, one.category_spend)) for one in shown for spend in (spends.get(one.pk),)
        ],
        members=members.count(),
        suppliers=suppliers,
        buyers=buyers,
        flows=flows,
        revenue=revenue,
        foreign=around.exclude(currency=currency).count(),
    )


def _customers(actor: Actor, members: QuerySet[Account], currency: str) -> tuple[list[Account], dict[int, Decimal]]:
    """The members that spend most, and what each spends a year: what the account tells, else what it ordered in the last 365 days."""
    most: Any = [] if _spend_is_hidden(actor) else [F("spend_per_year").desc(nulls_last=True)]
    told = list(members.order_by(*most, "sort_key", "pk")[:MOST_MEMBERS])
    sums = _ordered(actor, currency).filter(account__in=members.order_by().values("pk")).values("account").annotate(all=Sum("value"))
    ordered = {row["account"]: row["all"] for row in sums.order_by("-all", "account")[:MOST_MEMBERS]}
    spends = {one.pk: one.spend_per_year for one in told if one.spend_per_year is not None} | ordered
    found = {one.pk: one for one in [*told, *members.filter(pk__in=ordered)]}
    first = sorted(found.values(), key=lambda one: (-spends.get(one.pk, Decimal(-1)), one.sort_key, one.pk))
    return first[:MOST_MEMBERS], spends


def _revenue(actor: Actor, currency: str) -> Decimal:
    ordered = _ordered(actor, currency).aggregate(all=Sum("value"))["all"] or Decimal(0)
    if _spend_is_hidden(actor):
        return ordered
    known = visible_to(actor, Account.objects.filter(currency=currency, spend_per_year__isnull=False))
    return ordered + (known.aggregate(all=Sum("spend_per_year"))["all"] or Decimal(0))


def _spend_is_hidden(actor: Actor) -> bool:
    return "spend_per_year" in hidden_columns(actor, Account)


def _ordered(actor: Actor, currency: str) -> QuerySet[Order]:
    """Orders of the last 365 days of accounts that do not tell what they spend with us; of all where the actor does not see who tells it."""
    today = days.today()
    seen = visible_to(actor, Order.objects.filter(currency=currency, dated_on__gt=today - YEAR, dated_on__lte=today))
    counted = seen.exclude(state=Order.State.CANCELLED).filter(account__deleted_at=None, account__isnull=False).order_by()
    return counted if _spend_is_hidden(actor) else counted.filter(account__spend_per_year=None)


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
