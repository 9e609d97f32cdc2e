"""How the false alarms that a company allows are shared out over what one owner watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.measures import kind_named
from mutua.relationships.models import PerformanceMeasure, ToleranceWatch, WatchBudget
from mutua.relationships.rules.tolerance import FALSE_ALARMS_PER_OWNER_AND_YEAR

SHOWN = 50


def watch_budget() -> WatchBudget:
    """The company's setting; one that is not stored yet where nobody has changed it."""
    return WatchBudget.objects.first() or WatchBudget(false_alarms=FALSE_ALARMS_PER_OWNER_AND_YEAR)


def allowed_false_alarms() -> Decimal:
    """An owner and year, over everything that the owner watches."""
    return watch_budget().false_alarms


def at_least(measure: PerformanceMeasure) -> Decimal:
    """The share of good cases below which the watch rings: the tolerance itself, or where cases have figures, the share within it."""
    return measure.tolerance if kind_named(measure.kind).yes_or_no else measure.least_share


def watched_by_the_owner_of(measure: PerformanceMeasure) -> QuerySet[PerformanceMeasure]:
    """All measures that the same owner ever had, counted from rows: one budget of false alarms for them together. Each of their readings started one watch."""
    at, reported = measure.account_touchpoint, PerformanceMeasure.CountedFrom.REPORTED
    same = Q(account_touchpoint__owner=at.owner_id) if at.owner_id else Q(account_touchpoint=at)
    return PerformanceMeasure.everything.filter(Q(pk=measure.pk) | same & ~Q(counted_from=reported))


@dataclass(frozen=True)
class Share:
    """One watch of an owner: so many cases a year; at exactly its tolerance it would ring for nothing so many times a year."""

    watch: ToleranceWatch
    false_alarms: Decimal


@dataclass(frozen=True)
class Shares:
    """The computation behind the run length of one watch, in full. trials: a year, of all watches of the owner together, `count` of them."""

    watch: ToleranceWatch
    allowed: Decimal
    trials: int
    count: int
    seen: Sequence[Share]

    @property
    def half(self) -> Decimal:
        """Half of what is allowed is for falls; the other half for what is bad from the start."""
        return self.allowed / 2

    @property
    def expected(self) -> Decimal:
        """False alarms a year of falls, over all of them, were each of them exactly at its tolerance."""
        return sum((share.false_alarms for share in self.seen), Decimal(0))


def shares_of(actor: Actor, measure: PerformanceMeasure) -> Shares | None:
    """None where nothing has been watched yet. What the owner watches and the actor does not see is counted, and not named."""
    watches = list(
        ToleranceWatch.objects.filter(measure__in=watched_by_the_owner_of(measure).filter(deleted_at=None)).order_by(
            "-trials_per_year", "pk"
        )
    )
    mine = next((watch for watch in watches if watch.measure_id == measure.pk), None)
    if mine is None:
        return None
    path = "measure__account_touchpoint"
    seen = visible_to(actor, ToleranceWatch.objects.filter(pk__in=[watch.pk for watch in watches[:SHOWN]]))
    named = seen.select_related(f"{path}__account", f"{path}__touchpoint").order_by("-trials_per_year", "pk")
    return Shares(
        watch=mine,
        allowed=allowed_false_alarms(),
        trials=sum(watch.trials_per_year for watch in watches),
        count=len(watches),
        seen=[Share(watch, Decimal(watch.trials_per_year) / Decimal(watch.run_length)) for watch in named],
    )
