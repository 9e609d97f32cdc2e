"""What the pipeline was: two snapshots held against each other, and what was said weeks before against what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.money import Money
from mutua.foundation.money.queries.rates import rates_on
from mutua.foundation.money.rates import Rates
from mutua.sales.models import ForecastSnapshot, SnapshotDeal, Stage
from mutua.sales.queries.forecast import usual_currency
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.sales.queries.territories import below
from mutua.sales.rules.forecast import Column, Figures
from mutua.sales.rules.periods import Period
from mutua.sales.rules.waterfall import Bridge, Seen, Step, bridge

MOST = 60  # snapshots: a little more than a year


def snapshots_seen(actor: Actor) -> QuerySet[ForecastSnapshot]:
    """The newest first."""
    return visible_to(actor, ForecastSnapshot.objects.all())


def snapshot_on(actor: Actor, day: date) -> ForecastSnapshot:
    """That of a Monday. Raises NotFound."""
    return find(snapshots_seen(actor), on=day)


@dataclass(frozen=True)
class Scope:
    """Whose deals: of this owner, of this territory and all below; empty: of all that the actor sees."""

    owner_id: int | None = None
    territory_id: int | None = None


@dataclass(frozen=True)
class Changes:
    """What changed in the pipeline of a period from one Monday to another, in one currency, at the rates of the later day."""

    before: ForecastSnapshot
    after: ForecastSnapshot
    period: Period
    currency: str
    bridge: Bridge
    rates: Rates
    left_out: dict[str, Decimal]


def changes(
    actor: Actor, before: ForecastSnapshot, after: ForecastSnapshot, period: Period, *, currency: str = "", scope: Scope | None = None
) -> Changes:
    """Only of deals that the actor sees. Whose a deal was and where it lay is as it was then: what was handed over has moved out here and in there."""
    currency = currency or usual_currency(actor)
    rates = rates_on(actor, after.on)
    left_out: dict[str, Decimal] = {}
    seen: dict[int, dict[int, Seen]] = {before.pk: {}, after.pk: {}}
    mine = _within(actor, scope or Scope())
    for row in _rows(actor, [before.pk, after.pk]):
        amount = rates.convert(Money(row.amount, row.currency), currency)
        if amount is None:
            if row.snapshot_id == after.pk and row.state == Stage.Kind.OPEN:
                left_out[row.currency] = left_out.get(row.currency, Decimal(0)) + row.amount
            continue
        counts = mine(row) and row.category != "omitted" and period.holds(row.expected_on)
        seen[row.snapshot_id][row.number] = Seen(row.state, amount.amount, counts)  # type: ignore[arg-type]
    return Changes(before, after, period, currency, bridge(seen[before.pk], seen[after.pk]), rates, left_out)


def rows_of_step(actor: Actor, changed: Changes, step: Step) -> list[tuple[SnapshotDeal, Decimal]]:
    """The deals under one bar, each as it stood at the later look (at the earlier one where it is gone), with what it adds; the largest first."""
    adds = changed.bridge.deals[step]
    stood: dict[int, SnapshotDeal] = {}
    rows = visible_to(actor, SnapshotDeal.objects.filter(snapshot__in=[changed.before.pk, changed.after.pk], number__in=list(adds)))
    for row in rows.select_related("owner", "opportunity__account").order_by("snapshot__on"):
        stood[row.number] = row
    return sorted(
        ((stood[number], amount) for number, amount in adds.items() if number in stood), key=lambda one: (-abs(one[1]), one[0].number)
    )


def _rows(actor: Actor, snapshot_ids: Sequence[int]) -> QuerySet[SnapshotDeal]:
    return visible_to(actor, SnapshotDeal.objects.filter(snapshot__in=snapshot_ids)).only(
        "snapshot_id",
        "number",
        "state",
        "category",
        "amount",
        "currency",
        "expected_on",
        "closed_on",
        "owner_id",
        "territory_id",
        "probability",
    )


def _within(actor: Actor, scope: Scope):  # type: ignore[no-untyped-def]
    lands = below(actor, scope.territory_id) if scope.territory_id else frozenset()

    def holds(row: SnapshotDeal) -> bool:
        return (scope.owner_id is None or row.owner_id == scope.owner_id) and (scope.territory_id is None or row.territory_id in lands)

    return holds


@dataclass(frozen=True)
class Told:
    """What one snapshot said of a period. weeks: before its last day. came: None while the period runs."""

    snapshot: ForecastSnapshot
    weeks: int
    figures: Figures
    came: Decimal | None

    @property
    def off(self) -> float | None:
        """How far commit and what was won already were from what came, as a share of it; above nothing: too much was said."""
        return float((self.figures.committed - self.came) / self.came) if self.came else None

    @property
    def off_weighted(self) -> float | None:
        return float((self.figures.weighted - self.came) / self.came) if self.came else None


@dataclass(frozen=True)
class Accuracy:
    """What was said of a period, the earliest first, and what came: known when it is over."""

    period: Period
    currency: str
    told: list[Told]
    came: Decimal
    is_over: bool
    rates: Rates


def accuracy(actor: Actor, period: Period, *, currency: str = "") -> Accuracy:
    """Of the deals that the actor sees, at the rates of the last day of the period, or of today while it runs."""
    currency = currency or usual_currency(actor)
    today = days.today()
    rates = rates_on(actor, min(today, period.last))
    weeks = list(snapshots_seen(actor).filter(on__gt=period.first - timedelta(days=182), on__lte=period.last).order_by("on")[:MOST])
    said: dict[int, Figures] = {one.pk: Figures() for one in weeks}
    for row in _sums(actor, weeks, period):
        column: Column = "won" if row["state"] == Stage.Kind.WON else row["category"]
        amount = rates.convert(Money(row["sum"], row["currency"]), currency)
        likely = rates.convert(Money(row["sum"] * row["probability"], row["currency"]), currency)
        if amount is not None and likely is not None:
            said[row["snapshot"]] = said[row["snapshot"]].with_deals(column, amount.amount, likely.amount, 0)
    came = _came(actor, period, currency, rates)
    is_over = period.last < today
    told = [Told(one, (period.last - one.on).days // 7, said[one.pk], came if is_over else None) for one in weeks]
    return Accuracy(period, currency, told, came, is_over, rates)


def _sums(actor: Actor, weeks: Sequence[ForecastSnapshot], period: Period) -> QuerySet[SnapshotDeal, dict[str, Any]]:
    span = (period.first, period.last)
    about = Q(state=Stage.Kind.WON, closed_on__range=span) | Q(state=Stage.Kind.OPEN, expected_on__range=span)
    rows = visible_to(actor, SnapshotDeal.objects.filter(about, snapshot__in=[one.pk for one in weeks])).order_by()
    by = ("snapshot", "state", "category", "probability", "currency")
    return rows.values(*by).annotate(sum=Sum("amount")).order_by(*by)  # type: ignore[return-value]


def _came(actor: Actor, period: Period, currency: str, rates: Rates) -> Decimal:
    won = opportunities_seen(actor).filter(stage__kind=Stage.Kind.WON, closed_on__range=(period.first, period.last))
    sums = won.order_by().values("currency").annotate(sum=Sum("amount")).values_list("currency", "sum")
    amounts = [rates.convert(Money(amount, code), currency) for code, amount in sums]
    return sum((one.amount for one in amounts if one is not None), Decimal(0))
