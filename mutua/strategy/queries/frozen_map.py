"""The value map that a version keeps, as numbers; and read again for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from mutua.customers.models import Account
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.hidden import hidden_columns
from mutua.strategy.models import FrozenMap, StrategyVersion
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.value_map import US, Customer, Flow, ValueMap


@dataclass(frozen=True)
class MapThen:
    """unseen: partners of that day whom the actor may not see, or who are gone; 0 where nobody is told."""

    found: ValueMap
    taken_at: datetime
    unseen: int


def as_numbers(found: ValueMap) -> dict[str, Any]:
    """What is kept. Names are not: an account that is renamed or erased is so here as well."""
    return {
        "currency": found.currency,
        "members": found.members,
        "foreign": found.foreign,
        "revenue": str(found.revenue),
        "customers": [[one.account.pk, _text(one.spend), _text(one.of_our_revenue), _text(one.of_their_spend)] for one in found.customers],
        "suppliers": [account.pk for account in found.suppliers],
        "buyers": [account.pk for account in found.buyers],
        "flows": [[flow.start, flow.end, str(flow.value)] for flow in found.flows],
    }


def map_of_version(actor: Actor, version: StrategyVersion) -> MapThen | None:
    """The map that the version keeps, of the partners that the actor sees: two queries. None where it keeps none.

    The revenue of the whole company, and a customer's part of it, are told to whoever sees the whole company. Nobody and nothing is told where the
    segment's rule is concealed, and no amount that rests on a figure which is hidden from the actor.
    """
    kept = visible_to(actor, FrozenMap.objects.filter(version_of=version)).first()
    if kept is None:
        return None
    content = kept.content
    if is_concealed(actor, version.strategy.segment):
        return MapThen(ValueMap(content["currency"], [], 0, [], [], [], None, 0), kept.taken_at, 0)
    hidden = hidden_columns(actor, Account)
    spend_told, category_told = "spend_per_year" not in hidden, "category_spend" not in hidden
    numbers = {*(row[0] for row in content["customers"]), *content["suppliers"], *content["buyers"]}
    seen = {account.pk: account for account in visible_to(actor, Account.everything.filter(pk__in=numbers))}
    whole = actor.scope == "all"
    customers = [
        Customer(
            seen[number],
            _number(spend) if spend_told else None,
            _number(ours) if whole and spend_told else None,
            _number(theirs) if spend_told and category_told else None,
        )
        for number, spend, ours, theirs in content["customers"]
        if number in seen
    ]
    found = ValueMap(
        currency=content["currency"],
        customers=customers,
        members=content["members"] if whole else len(customers),
        suppliers=[seen[number] for number in content["suppliers"] if number in seen],
        buyers=[seen[number] for number in content["buyers"] if number in seen],
        flows=[
            Flow(start, end, Decimal(value))
            for start, end, value in content["flows"]
            if {start, end} <= seen.keys() | {US} and (spend_told or start != US)
        ],
        revenue=_revenue(content, customers, whole=whole) if spend_told else None,
        foreign=content["foreign"],
    )
    return MapThen(found, kept.taken_at, len(numbers) - len(seen))


def _revenue(content: dict[str, Any], customers: list[Customer], *, whole: bool) -> Decimal:
    return Decimal(content["revenue"]) if whole else sum((one.spend or Decimal(0) for one in customers), Decimal(0))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
