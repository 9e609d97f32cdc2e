"""Where an account and we meet: what is done there, what type that amounts to, and how well it goes. Two axes, never one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.relationships.measures import MeasureKind, kind_named
from mutua.relationships.models import AccountTouchpoint, Engagement, Observation, PerformanceMeasure
from mutua.relationships.queries.catalogue import Catalogue, Entry, catalogue, entry_in
from mutua.relationships.queries.counting import tallies_of
from mutua.relationships.queries.observations import NEWEST
from mutua.relationships.rules.derived_type import DerivedType, derive_type
from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.tolerance import Standing, standing

_WORST_FIRST = (Standing.BREACH, Standing.WATCH, Standing.OK, Standing.NONE)


@dataclass(frozen=True)
class Performance:
    """A measure with its figure within [since, until]: good of so many, or numerator over denominator (days over cases, error over need).

    value None: nothing is known yet. share: of good ones; None also where the measure is no proportion.
    """

    measure: PerformanceMeasure
    good: Fraction
    of: Fraction
    since: date | None
    until: date | None

    @property
    def value(self) -> Fraction | None:
        return self.good / self.of if self.of else None

    @property
    def share(self) -> Fraction | None:
        return self.value if self.measure.is_proportion else None

    @property
    def kind(self) -> MeasureKind:
        return kind_named(self.measure.kind)

    @property
    def rate(self) -> float | None:
        """The share as pages write it."""
        return None if self.share is None else float(self.share)

    @property
    def failed(self) -> Fraction:
        return self.of - self.good

    @property
    def standing(self) -> Standing:
        return standing(self.value, self.measure.target, self.measure.tolerance, Better(self.measure.better))


@dataclass(frozen=True)
class Meeting:
    """One account touchpoint as it is shown: the record, its catalogue entry, engagements, derived type, and all its measures with their figures."""

    at: AccountTouchpoint
    entry: Entry
    engagements: tuple[Engagement, ...]
    derived: DerivedType
    measured: tuple[Performance, ...]

    @property
    def performance(self) -> Performance | None:
        """By the measure that stands worst; of equal ones a proportion first, then the oldest. One without a figure only where none has any."""
        return min(self.measured, key=lambda one: (_WORST_FIRST.index(one.standing), not one.measure.is_proportion), default=None)

    @property
    def proportion(self) -> Performance | None:
        """By the oldest measure that is a proportion: what stands on an axis."""
        return next((one for one in self.measured if one.measure.is_proportion), None)

    @property
    def practised(self) -> list[str]:
        return [engagement.activity.key for engagement in self.engagements if engagement.is_engaged]

    @property
    def standing(self) -> Standing:
        return self.performance.standing if self.performance else Standing.NONE

    @property
    def our_names(self) -> list[str]:
        """Departments on our side: those named for this account, else those of the catalogue."""
        named = [department.name for department in self.at.our_departments.all()]
        return named or list(self.entry.touchpoint.our_departments)

    @property
    def their_names(self) -> list[str]:
        named = [department.name for department in self.at.their_departments.all()]
        return named or list(self.entry.touchpoint.their_departments)


def touchpoints_seen(actor: Actor) -> QuerySet[AccountTouchpoint]:
    """Those of accounts that stand, at touchpoints that the catalogue has."""
    return visible_to(actor, AccountTouchpoint.objects.filter(account__deleted_at=None, touchpoint__retired_at=None))


def touchpoint_for(actor: Actor, account_id: int, key: str) -> AccountTouchpoint:
    """One touchpoint of an account, by its key. Raises NotFound."""
    seen = touchpoints_seen(actor).select_related("account", "touchpoint", "owner", "our_person", "their_person")
    return find(seen, account_id=account_id, touchpoint__key=key)


def touchpoint_numbered(actor: Actor, number: int) -> AccountTouchpoint:
    """The same by the number of its record. Raises NotFound."""
    return find(touchpoints_seen(actor).select_related("account", "touchpoint"), pk=number)


def engagement_for(actor: Actor, engagement_id: int) -> Engagement:
    """One engagement of an account that stands. Raises NotFound."""
    standing = Engagement.objects.filter(account_touchpoint__account__deleted_at=None)
    path = "account_touchpoint"
    return find(visible_to(actor, standing).select_related("activity", f"{path}__account", f"{path}__touchpoint"), pk=engagement_id)


def meetings_of(actor: Actor, account_id: int) -> list[Meeting]:
    """Every touchpoint of an account, in the order of the catalogue. A fixed number of queries."""
    seen = (
        touchpoints_seen(actor).filter(account_id=account_id).select_related("account", "touchpoint", "owner", "our_person", "their_person")
    )
    return meetings(actor, seen.prefetch_related("our_departments", "their_departments"))


def meetings(actor: Actor, rows: Iterable[AccountTouchpoint], known: Catalogue | None = None) -> list[Meeting]:
    """These touchpoints with everything that is shown of them: six queries whatever their number."""
    rows = list(rows)
    if not rows:
        return []
    known = known if known is not None else catalogue(actor)
    numbers = [row.pk for row in rows]
    engaged: dict[int, list[Engagement]] = {}
    for engagement in visible_to(
        actor, Engagement.objects.filter(account_touchpoint__in=numbers, activity__retired_at=None).select_related("activity")
    ):
        engaged.setdefault(engagement.account_touchpoint_id, []).append(engagement)
    figures = _measured(actor, numbers)
    return [
        Meeting(
            row,
            entry_in(known, row.touchpoint),
            tuple(engaged.get(row.pk, ())),
            derived_from(entry_in(known, row.touchpoint), engaged.get(row.pk, ())),
            figures.get(row.pk, ()),
        )
        for row in rows
    ]


def derived_from(entry: Entry, engagements: Iterable[Engagement]) -> DerivedType:
    states = {engagement.activity.key: EngagementState(engagement.state) for engagement in engagements}
    return derive_type(entry.defined, states)


def performances(actor: Actor, at: Iterable[int] | QuerySet[AccountTouchpoint]) -> dict[int, Performance]:
    """The first proportion of each account touchpoint with its figure of the last year, by account touchpoint: three queries. at: their numbers, or a query that finds them."""
    measures = measures_at(actor, at.values("pk")) if isinstance(at, QuerySet) else _measures(actor, list(at))
    return figures_of(actor, [one for one in measures if one.is_proportion])


def _measured(actor: Actor, at: list[int]) -> dict[int, tuple[Performance, ...]]:
    """All measures, the oldest first, by account touchpoint: the first proportion counted anew, the others as they were counted last."""
    measures = list(_measures(actor, at))
    first = figures_of(actor, [one for one in measures if one.is_proportion])
    found: dict[int, list[Performance]] = {}
    for measure in reversed(measures):
        anew = first.get(measure.account_touchpoint_id)
        told = anew if anew is not None and anew.measure.pk == measure.pk else _as_kept(measure)
        found.setdefault(measure.account_touchpoint_id, []).append(told)
    return {number: tuple(told) for number, told in found.items()}


def _as_kept(measure: PerformanceMeasure) -> Performance:
    figure = getattr(measure, "figure", None)
    if figure is None:
        return Performance(measure, Fraction(0), Fraction(0), None, None)
    return Performance(measure, Fraction(figure.numerator), Fraction(figure.denominator), figure.since, figure.until)


def measures_at(actor: Actor, places: Any) -> QuerySet[PerformanceMeasure]:
    """The newest first."""
    of_these = PerformanceMeasure.objects.filter(account_touchpoint__in=places)
    return visible_to(actor, of_these.select_related("account_touchpoint", "figure").order_by("-pk"))


@prepared
def _measures(actor: Actor, places: list[int]) -> QuerySet[PerformanceMeasure]:
    return measures_at(actor, places)


def figures_of(actor: Actor, measures: Iterable[PerformanceMeasure]) -> dict[int, Performance]:
    """The first of these measures of each account touchpoint with its figure, by account touchpoint: a query for each kind of rows."""
    first = {measure.account_touchpoint_id: measure for measure in measures}
    counted = tallies_of(actor, [measure for measure in first.values() if measure.is_counted])
    reported = _latest_reports(actor, [measure.pk for measure in first.values() if not measure.is_counted])
    found = {}
    for number, measure in first.items():
        if (tally := counted.get(measure.pk)) is not None:
            found[number] = Performance(measure, Fraction(tally.numerator), Fraction(tally.denominator), tally.since, tally.until)
        elif (report := reported.get(measure.pk)) is not None:
            found[number] = Performance(measure, Fraction(report.numerator), Fraction(report.denominator), report.since, report.until)
        else:
            found[number] = Performance(measure, Fraction(0), Fraction(0), None, None)
    return found


def _latest_reports(actor: Actor, measure_ids: list[int]) -> dict[int, Observation]:
    if not measure_ids:
        return {}
    seen = visible_to(actor, Observation.objects.filter(measure__in=measure_ids))
    return {row.measure_id: row for row in seen.order_by("measure_id", *NEWEST).distinct("measure_id")}
