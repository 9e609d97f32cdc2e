"""All strategies on one page: verdicts, money on both sides, and what stands out, for the person who looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When

from mutua.foundation.access import Actor, may, visible_to
from mutua.strategy.models import Measurement, Review, StrategyVersion
from mutua.strategy.money import Purse, purses
from mutua.strategy.queries.board import IN_FORCE_FIRST
from mutua.strategy.queries.reviewing import WORST_FIRST, Reading, overall
from mutua.strategy.queries.sight import Share, off_strategy
from mutua.strategy.queries.standing_out import Together, standing_out
from mutua.strategy.queries.strategies import strategies_seen, versions_seen
from mutua.strategy.work import Work

MOST_DECISIONS = 20
Place = tuple[str, str]  # kind and side of money


@dataclass
class Purseful:
    """The money of a strategy, or of all, in one currency. budget, wanted: what its objectives name, a year."""

    currency: str
    sums: dict[Place, Decimal] = field(default_factory=dict)
    budget: Decimal | None = None
    wanted: Decimal | None = None

    def of(self, kind: str, side: str) -> Decimal | None:
        return self.sums.get((kind, side))

    def __add__(self, other: Purseful) -> Purseful:
        sums = {place: _added(self.sums.get(place), other.sums.get(place)) for place in {*self.sums, *other.sums}}
        known = {place: amount for place, amount in sums.items() if amount is not None}
        return Purseful(self.currency, known, _added(self.budget, other.budget), _added(self.wanted, other.wanted))


@dataclass(frozen=True)
class Line:
    """One strategy with the version that matters most now. verdict: the gravest of its objectives, "" where none is watched.

    stands_out: unfit even when all in force are looked at together. money: by currency, that of its offering first.
    """

    version: StrategyVersion
    verdict: str
    readings: Sequence[Reading]
    stands_out: bool
    money: Sequence[Purseful]

    @property
    def strategy(self) -> Any:
        return self.version.strategy

    @property
    def in_force(self) -> bool:
        return bool(self.version.state == StrategyVersion.State.ACTIVE)


@dataclass(frozen=True)
class Summary:
    """lines: the gravest first. totals: by currency, the one with most of it first. off: work under way that serves none, by kind."""

    lines: Sequence[Line]
    totals: Sequence[Purseful]
    off: Sequence[tuple[Work, Share]]

    @property
    def in_force(self) -> int:
        return sum(line.in_force for line in self.lines)

    @property
    def verdicts(self) -> dict[str, int]:
        """How many in force, by verdict, the gravest first."""
        return {word: sum(line.in_force and line.verdict == word for line in self.lines) for word in WORST_FIRST}

    @property
    def off_in_all(self) -> Share:
        whole = Share(0, 0)
        for _work, share in self.off:
            whole += share
        return whole


def summary(actor: Actor) -> Summary:
    """Seven queries, however many strategies. Each sum is of the strategies that are listed and of the rows that the actor sees."""
    versions = list(_versions(actor))
    together = standing_out()
    readings = _readings(together, {version.pk for version in versions})
    money = _money(actor, {version.strategy_id for version in versions})
    lines = [_line(version, readings.get(version.pk, []), together, money.get(version.strategy_id, {})) for version in versions]
    lines.sort(key=_gravest_first)
    return Summary(lines, _totals(lines), off_strategy(actor))


def facts_of(found: Summary) -> dict[str, Any]:
    """What is compared at the next visit, as JSON values."""
    return {
        str(line.version.strategy_id): {
            "number": line.version.number,
            "state": line.version.state,
            "verdicts": {str(reading.objective.pk): reading.verdict for reading in line.readings},
            "money": {f"{kind} {side} {one.currency}": str(amount) for one in line.money for (kind, side), amount in one.sums.items()},
        }
        for line in found.lines
    }


def decided_since(actor: Actor, moment: datetime) -> list[Review]:
    """The newest first, at most twenty."""
    rows = Review.objects.filter(decided_at__gt=moment, version_of__strategy__in=strategies_seen(actor).values("pk"))
    return list(visible_to(actor, rows).select_related("version_of__strategy").order_by("-decided_at", "-pk")[:MOST_DECISIONS])


def money_rows(actor: Actor, purse: Purse, strategy_id: int) -> QuerySet[Any]:
    """The rows under one sum, each with its amount as `money`."""
    rows = purse.rows(actor).filter(**{purse.strategy: strategy_id})
    return rows.annotate(money=purse.amount, money_currency=F(purse.currency)).exclude(money=0).order_by(*purse.newest)


def money_under(actor: Actor, strategy_id: int) -> list[Purseful]:
    """The money of one strategy by currency, as on the executive page. One query."""
    return [one for _currency, one in sorted(_money(actor, {strategy_id}).get(strategy_id, {}).items())]


def summed(rows: QuerySet[Any]) -> list[tuple[str, int, Decimal]]:
    """By currency: how many rows of `money_rows`, and their sum."""
    told = rows.order_by().values("money_currency").annotate(n=Count("pk"), whole=Sum("money")).order_by("money_currency")
    return list(told.values_list("money_currency", "n", "whole"))


def _versions(actor: Actor) -> QuerySet[StrategyVersion]:
    first = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(IN_FORCE_FIRST)), output_field=IntegerField())
    seen = versions_seen(actor).filter(strategy__in=strategies_seen(actor).values("pk"))
    return (
        seen.select_related("strategy__segment", "strategy__offering", "strategy__owner")
        .order_by("strategy_id", first, "-number")
        .distinct("strategy_id")
    )


def _readings(together: Together, seen: set[int]) -> dict[int, list[Reading]]:
    judged = [(objective, by) for objective, by in together.judged if objective.version_of_id in seen]
    rows = Measurement.objects.filter(objective__in=[objective.pk for objective, _by in judged])
    newest = {row.objective_id: row for row in rows.order_by("objective_id", "-day").distinct("objective_id")}
    found: dict[int, list[Reading]] = defaultdict(list)
    for objective, by in judged:
        found[objective.version_of_id].append(Reading(objective, by, newest.get(objective.pk)))
    return found


def _money(actor: Actor, strategy_ids: set[int]) -> dict[int, dict[str, Purseful]]:
    """By strategy and currency; one query for all purses."""
    parts = [_sums(actor, purse) for purse in purses() if may(actor, purse.needs)]
    found: dict[int, dict[str, Purseful]] = defaultdict(dict)
    for strategy_id, currency, kind, side, amount in parts[0].union(*parts[1:], all=True) if parts else ():
        if strategy_id in strategy_ids:
            found[strategy_id].setdefault(currency, Purseful(currency)).sums[kind, side] = amount
    return found


def _sums(actor: Actor, purse: Purse) -> QuerySet[Any, Any]:
    rows = purse.rows(actor).filter(**{f"{purse.strategy}__isnull": False}).order_by()
    told = rows.annotate(m_strategy=F(purse.strategy), m_currency=F(purse.currency), m_kind=Value(purse.kind), m_side=Value(purse.side))
    by = ("m_strategy", "m_currency", "m_kind", "m_side")
    return told.values(*by).annotate(m_amount=Sum(purse.amount)).values_list(*by, "m_amount")


def _line(version: StrategyVersion, readings: list[Reading], together: Together, money: dict[str, Purseful]) -> Line:
    own = str(version.strategy.offering.currency)
    named = Purseful(own, {}, *(_named(readings, name) for name in ("budget", "planned_return")))
    known = dict(money)
    if named.budget is not None or named.wanted is not None or own in known:
        known[own] = known.get(own, Purseful(own)) + named
    rows = sorted(known.values(), key=lambda one: (one.currency != own, one.currency))
    return Line(version, overall(readings) if readings else "", readings, version.pk in together.out, rows)


def _named(readings: list[Reading], name: str) -> Decimal | None:
    amounts = [amount for reading in readings if (amount := getattr(reading.objective, name)) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _totals(lines: Sequence[Line]) -> list[Purseful]:
    found: dict[str, Purseful] = {}
    for line in lines:
        for one in line.money:
            found[one.currency] = found.get(one.currency, Purseful(one.currency)) + one
    return sorted(found.values(), key=lambda one: (-sum(map(abs, one.sums.values())), one.currency))


def _gravest_first(line: Line) -> tuple[Any, ...]:
    grave = WORST_FIRST.index(line.verdict) if line.verdict else len(WORST_FIRST)
    return not line.in_force, IN_FORCE_FIRST.index(line.version.state), grave, line.strategy.name, line.version.pk


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other
