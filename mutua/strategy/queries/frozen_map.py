"""The value map that a version keeps, as numbers; and read again for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from mutua.customers.models import Account
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import FrozenMap, StrategyVersion
from mutua.strategy.queries.value_map import US, Customer, Flow, ValueMap


@dataclass(frozen=True)
class MapThen:
    """unseen: partners of that day whom the actor may not see, or who are gone."""

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

    The revenue of the whole company, and a customer's part of it, are told to whoever sees the whole company.
    """
    kept = visible_to(actor, FrozenMap.objects.filter(version_of=version)).first()
    if kept is None:
        return None
    content = kept.content
    numbers = {*(row[0] for row in content["customers"]), *content["suppliers"], *content["buyers"]}
    seen = {account.pk: account for account in visible_to(actor, Account.everything.filter(pk__in=numbers))}
    whole = actor.scope == "all"
    customers = [
        Customer(seen[number], _number(spend), _number(ours) if whole else None, _number(theirs))
        for number, spend, ours, theirs in content["customers"]
        if number in seen
    ]
    found = ValueMap(
        currency=content["currency"],
        customers=customers,
        members=content["members"] if whole else len(customers),
        suppliers=[seen[number] for number in content["suppliers"] if number in seen],
        buyers=[seen[number] for number in content["buyers"] if number in seen],
        flows=[Flow(start, end, Decimal(value)) for start, end, value in content["flows"] if {start, end} <= seen.keys() | {US}],
        revenue=Decimal(content["revenue"]) if whole else sum((one.spend or Decimal(0) for one in customers), Decimal(0)),
        foreign=content["foreign"],
    )
    return MapThen(found, kept.taken_at, len(numbers) - len(seen))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
