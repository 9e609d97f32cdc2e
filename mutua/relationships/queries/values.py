"""What each side gets, read from the ledger and from what the roadmap expects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from mutua.customers.models import Account
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.methods.mutual_value import net_present_value
from mutua.relationships.models import RoadmapItem, ValueEntry
from mutua.relationships.models.value_entry import COUNTS
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.rules.mutual import Both, flows_of, joint

EXPECTING = (ItemState.SIZED, ItemState.GATED, ItemState.SELECTED, ItemState.COMMITTED, ItemState.RUNNING)


@dataclass(frozen=True)
class Line:
    """One component of the ledger: what each side has got, and what it expects."""

    component: str
    label: str
    got: Both
    expected: Both


@dataclass(frozen=True)
class Balance:
    """The value both ways of one account in one currency. npv_*: of the roadmap's flows, by quarter, at `rate` a quarter."""

    currency: str
    lines: tuple[Line, ...]
    npv_us: float
    npv_them: float
    has_roadmap: bool

    @property
    def got(self) -> Both:
        return joint(line.got for line in self.lines)

    @property
    def expected(self) -> Both:
        return joint(line.expected for line in self.lines)

    @property
    def no_customer_benefit(self) -> bool:
        return self.has_roadmap and self.npv_them < 0

    @property
    def scale(self) -> Decimal:
        """The longest half of a bar."""
        sides = [abs(side) for line in self.lines for both in (line.got, line.expected) for side in (both.us, both.customer)]
        return max(sides, default=Decimal(0)) or Decimal(1)


def balance_of(
    actor: Actor, account_id: int, currency: str, *, items: Iterable[RoadmapItem] | None = None, rate: float = 0.0
) -> Balance | None:
    """None where nothing is entered and nothing expected. items: the account's, where they are read already. One or two queries."""
    lines = _lines(actor, account_id, currency)
    known = items if items is not None else items_seen(actor).filter(account_id=account_id)
    expecting = [item for item in known if item.state in EXPECTING and item.currency == currency]
    if not lines and not expecting:
        return None
    ours, theirs = _flows(expecting)
    return Balance(currency, tuple(lines), net_present_value(ours, rate), net_present_value(theirs, rate), bool(expecting))


def entries_seen(actor: Actor) -> QuerySet[ValueEntry]:
    return visible_to(actor, ValueEntry.objects.filter(account__deleted_at=None))


def entry_for(actor: Actor, entry_id: int) -> ValueEntry:
    """Raises NotFound."""
    return find(entries_seen(actor), pk=entry_id)


def got_by(actor: Actor, accounts: Iterable[Account]) -> dict[int, Both]:
    """What both sides have got so far, in each account's own currency, by account; absent where nothing is entered. One query."""
    currency_of = {account.pk: account.currency for account in accounts}
    found: dict[int, dict[str, Decimal]] = {}
    for account, currency, side, amount in _got(actor, list(currency_of)):
        if currency == currency_of[account]:
            found.setdefault(account, {})[side] = amount
    return {account: Both(**sides) for account, sides in found.items()}


def _entries(actor: Actor, account_ids: list[int]) -> QuerySet[ValueEntry]:
    return visible_to(actor, ValueEntry.objects.filter(COUNTS, account__in=account_ids)).order_by()


def _lines(actor: Actor, account_id: int, currency: str) -> list[Line]:
    found: dict[tuple[str, bool], dict[str, Decimal]] = {}
    for component, kind, side, amount in _sums(actor, [account_id], currency):
        sides = found.setdefault((component, kind == ValueEntry.Kind.EXPECTED), {})
        sides[side] = sides.get(side, Decimal(0)) + amount
    components = {component for component, _expected in found}
    return [
        Line(component.value, str(component.label), Both(**found.get((component, False), {})), Both(**found.get((component, True), {})))
        for component in ValueEntry.Component
        if component in components
    ]


@prepared
def _sums(actor: Actor, account_ids: list[int], currency: str) -> QuerySet[ValueEntry, tuple[str, str, str, Decimal]]:
    rows = _entries(actor, account_ids).filter(currency=currency)
    return rows.values_list("component", "kind", "side").annotate(amount=Sum("amount"))


@prepared
def _got(actor: Actor, account_ids: list[int]) -> QuerySet[ValueEntry, tuple[int, str, str, Decimal]]:
    rows = _entries(actor, account_ids).exclude(kind=ValueEntry.Kind.EXPECTED)
    return rows.values_list("account", "currency", "side").annotate(amount=Sum("amount"))


def _flows(items: Iterable[RoadmapItem]) -> tuple[list[float], list[float]]:
    """Our and their flows by quarter, were all items to start in the first quarter in which they may."""
    items = list(items)
    ours = flows_of((item.not_before - 1, item.investment_us, item.return_us) for item in items)
    theirs = flows_of((item.not_before - 1, item.investment_them, item.return_them) for item in items)
    return [float(flow) for flow in ours] or [0.0], [float(flow) for flow in theirs] or [0.0]
