"""Metrics that higher storeys know and objectives name by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class MetricQuery:
    """Which outcomes: of these accounts (None: of all), known on or after `since` and on or before `until`.

    currency: of a measure of money, the one whose amounts are counted.
    strategy_id: whose outcomes are wanted, for metrics over what serves a strategy and is no account's yet; None: of all.
    """

    since: date
    until: date
    account_ids: frozenset[int] | None = None
    currency: str = ""
    strategy_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """One decision of the world. key: unique and ordered within a day; known_on: the day on which the value was known.

    amount, currency: the money at stake in it, where there is any. account_id: None for what is no account's yet, such as a lead.
    """

    key: int
    known_on: date
    value: float
    account_id: int | None
    label: str = ""
    link: str = ""
    amount: Decimal | None = None
    currency: str = ""


def day_of_evidence(known_on: date, *, looked_to: date | None, until: date, arrived: date | None = None) -> date:
    """The day to whose evidence an outcome belongs that is counted now, on `until`.

    looked_to: the last day that was looked at, None where all that came before today is history. What became known on a day that was
    looked at already, and was not there then, became known to us now. arrived: the day on which an earlier reading first saw it,
    where it came late; reading anew makes nobody wiser in hindsight.
    """
    day = known_on if looked_to is None or known_on > looked_to else until
    return day if arrived is None else max(day, arrived)


@dataclass(frozen=True)
class Alarm:
    """A watch over a metric rang: on this day, about this account. detail: what it rests on, in a few words."""

    rung_on: date
    account_id: int
    title: str
    detail: str = ""
    link: str = ""


Source = Callable[[MetricQuery], Iterable[Outcome]]
MONEY = "money"


@dataclass(frozen=True)
class Metric:
    """unit: "share", "days", "USD"…, or MONEY until a currency is chosen; bounds: least and greatest value of one outcome, None where there are none."""

    key: str
    title: Any
    unit: str
    better: Literal["higher", "lower"]
    bounds: tuple[float, float] | None
    outcomes: Source  # in the order in which they became known: (known_on, key)


AlarmSource = Callable[[MetricQuery], Iterable[Alarm]]
_alarms: dict[str, AlarmSource] = {}
_metrics: dict[str, Metric] = {}


def metric(
    key: str, *, title: Any, unit: str, better: Literal["higher", "lower"] = "higher", bounds: tuple[float, float] | None = None
) -> Callable[[Source], Source]:
    """Register a function that yields the outcomes of a metric, ordered by (known_on, key)."""

    def register(source: Source) -> Source:
        _metrics[key] = Metric(key, title, unit, better, bounds, source)
        return source

    return register


def metric_named(key: str) -> Metric:
    try:
        return _metrics[key]
    except KeyError:
        raise LookupError(f"No metric is called {key!r}. Known: {', '.join(sorted(_metrics)) or 'none'}.") from None


def metrics() -> list[Metric]:
    return sorted(_metrics.values(), key=lambda m: m.key)


def in_currency(measure: Metric, currency: str) -> Metric:
    """A measure of money as it is counted in one currency: what was paid in others is no part of it. Any other measure as it is."""
    if measure.unit != MONEY:
        return measure
    return replace(measure, unit=currency, outcomes=lambda query: measure.outcomes(replace(query, currency=currency)))


def rings_for(key: str) -> Callable[[AlarmSource], AlarmSource]:
    """Register a function that yields the alarms about a metric, oldest first: the query's days are those on which they rang."""

    def register(source: AlarmSource) -> AlarmSource:
        _alarms[key] = source
        return source

    return register


def alarms(key: str, query: MetricQuery) -> list[Alarm]:
    """The alarms about a metric; none where nobody watches it."""
    source = _alarms.get(key)
    return list(source(query)) if source else []
