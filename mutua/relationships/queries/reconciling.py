"""Our number beside theirs: what both sides say of the same cases or periods, and the list of those of which they do not say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.measures import kind_named, kinds
from mutua.relationships.measures.kind import Count as Counting
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, SOURCES, Source
from mutua.relationships.models import Difference, PerformanceMeasure, ReportedCase
from mutua.relationships.queries.counting import YEAR, sums_by_day
from mutua.relationships.queries.observations import observations_known
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.reconciling import Differs, Told, by_number, comparable, covered, differences

MOST = 50_000  # cases of one account in a year
PERIODS = 24
NEAR = timedelta(days=90)
DEFINITION = ("early_days", "late_days", "window_days", "completeness", "tolerance")
TOLD_AS = {"begun_on": "begun_on", "done_on": "done_on", "quantity_due": "ordered", "quantity_done": "came"}


@dataclass(frozen=True)
class Sides:
    """Both sides over the same days, by folded number. from_list: whether theirs is their own list or what they reported, or our rows by their window."""

    ours: dict[str, Told]
    theirs: dict[str, Told]
    since: date
    until: date
    from_list: bool


@dataclass(frozen=True)
class ByReason:
    """So many differences of one reason; together they add so much to their numerator less ours, and to their denominator less ours."""

    reason: str
    label: str
    count: int
    effect: Decimal
    effect_of: Decimal
    open: int


@dataclass(frozen=True)
class Beside:
    """Both numbers and what lies between them, in the unit of the measure. lacks: the side that says nothing yet, "us" or "them"; then there are none."""

    our_numerator: Decimal
    our_denominator: Decimal
    their_numerator: Decimal
    their_denominator: Decimal
    since: date
    until: date
    from_list: bool
    reasons: Sequence[ByReason]
    lacks: str = ""

    @property
    def ours(self) -> Fraction | None:
        return Fraction(self.our_numerator) / Fraction(self.our_denominator) if self.our_denominator else None

    @property
    def theirs(self) -> Fraction | None:
        return Fraction(self.their_numerator) / Fraction(self.their_denominator) if self.their_denominator else None

    @property
    def between(self) -> Fraction | None:
        """Theirs less ours."""
        return None if self.ours is None or self.theirs is None else self.theirs - self.ours

    @property
    def points(self) -> float | None:
        """The same of a share, in points of a hundred."""
        return None if self.between is None else round(float(self.between * 100), 1)

    @property
    def days(self) -> float | None:
        """The same of a measure in days."""
        return None if self.between is None else float(self.between)

    @property
    def count(self) -> int:
        return sum(reason.count for reason in self.reasons)

    @property
    def is_being_listed(self) -> bool:
        """Both numbers differ and nothing says why: a job lists the cases, after whatever changed on either side."""
        return not self.count and bool(self.between)

    @property
    def open(self) -> int:
        return sum(reason.open for reason in self.reasons)

    @property
    def effect(self) -> Decimal:
        return sum((reason.effect for reason in self.reasons), Decimal(0))

    @property
    def effect_of(self) -> Decimal:
        return sum((reason.effect_of for reason in self.reasons), Decimal(0))


def sides_of(actor: Actor, measure: PerformanceMeasure) -> Sides:
    """What both say of the last year, as far as their list goes. Where deliveries have no list of theirs, theirs is what came by their window.

    Of a measure of which they report whole periods, both sides are told by period. At most three queries.
    """
    kind, until = kind_named(measure.kind), days.today()
    since = until - YEAR + timedelta(days=1)
    if not measure.is_counted:
        return _by_period(actor, measure, kind, since, until)
    if CASES.key not in kind.counts:
        return Sides({}, {}, since, until, from_list=True)
    listed = by_number(_told(_list_of(actor, measure, ReportedCase.Side.THEM), kind, CASES, kind.counts[CASES.key], kind.dated))
    if not listed:
        return _by_their_window(actor, measure, kind, since, until)
    span = covered(list(listed.values()))
    if span is not None:
        since, until = max(since, span[0]), min(until, span[1])
    theirs = {number: one for number, one in listed.items() if since <= (one.day or until) <= until}
    known = by_number(_ours(actor, measure, kind, since - NEAR, until + NEAR))
    # Of a case that their list has on another day, nobody says that it is missing.
    ours = {
        number: one
        for number, one in known.items()
        if number in theirs or (number not in listed and one.day is not None and since <= one.day <= until)
    }
    return Sides(*comparable(ours, theirs), since, until, from_list=True)


def found_between(measure: PerformanceMeasure, sides: Sides) -> list[Differs]:
    """Every case or period that differs; none where only one side has said anything."""
    if not sides.ours or not sides.theirs:
        return []
    kind = kind_named(measure.kind)
    figures = not (kind.yes_or_no and measure.is_counted)
    fields = [TOLD_AS[name] for name in kind.columns if name in TOLD_AS] if measure.is_counted else []
    return differences(sides.ours, sides.theirs, measure.window, figures=figures, fields=fields)


def _by_their_window(actor: Actor, measure: PerformanceMeasure, kind: MeasureKind, since: date, until: date) -> Sides:
    """Without a list of theirs: our rows as we count them, beside the same rows as their definition does. One of both kinds of counting is no comparison."""
    if kind.our_count is None:
        return Sides(by_number(_ours(actor, measure, kind, since, until)), {}, since, until, from_list=True)
    counted = by_number(_ours(actor, measure, kind, since, until, kind.counts[kind.our_source]))
    theirs = {number: one for number, one in counted.items() if one.known}
    known = by_number(_ours(actor, measure, kind, since, until))
    return Sides({number: known[number] for number in theirs if number in known}, theirs, since, until, from_list=False)


def _ours(
    actor: Actor, measure: PerformanceMeasure, kind: MeasureKind, since: date, until: date, count: Counting | None = None
) -> Iterator[Told]:
    """Our side of the cases of these days: rows of the back office, or the list that we keep ourselves."""
    if not kind.our_source:
        yield from _told(_list_of(actor, measure, ReportedCase.Side.US), kind, CASES, kind.counts[CASES.key], kind.dated)
        return
    source, rows = _our_rows(actor, measure, kind)
    near = rows.filter(**{f"{kind.our_dated}__gte": since, f"{kind.our_dated}__lte": until})
    yield from _told(near, kind, source, count or kind.our_count or kind.counts[source.key], (kind.our_dated,))


def _our_rows(actor: Actor, measure: PerformanceMeasure, kind: MeasureKind) -> tuple[Source, QuerySet[Any]]:
    source = replace(SOURCES[kind.our_source], given={name: getattr(measure, name) for name in DEFINITION})
    return source, visible_to(actor, source.rows().filter(account=measure.account_touchpoint.account_id))


def _list_of(actor: Actor, measure: PerformanceMeasure, side: str) -> QuerySet[Any]:
    return visible_to(actor, ReportedCase.objects.filter(measure=measure, side=side))


def _told(rows: QuerySet[Any], kind: MeasureKind, source: Source, count: Counting, dated: Sequence[str]) -> Iterator[Told]:
    """Each row with what it counts, in the order in which they came in."""
    figures = () if kind.yes_or_no else ("numerator", "denominator")
    said = {name: getattr(source, place) for name, place in _PLACES.items() if getattr(source, place)}
    columns = {"pk", "number", "known_on", "success", *figures, *said.values(), *dated}
    today = days.today()
    for row in count(rows, source).order_by("pk").values(*columns)[:MOST]:
        values = {name: row[column] for name, column in said.items()}
        if "came" in values and values["came"] is None and source is not CASES:
            values["came"] = values["ordered"]  # only a shortage that somebody has counted makes it short
        yield Told(
            number=row["number"],
            good=row["success"],
            row_id=row["pk"],
            on=next((row[name] for name in dated if row[name] is not None), None),
            known=row["known_on"] is not None and row["known_on"] <= today,
            **{name: row[name] for name in figures},
            **values,
        )


_PLACES = {"begun_on": "begun", "due_on": "due", "done_on": "done", "ordered": "quantity_due", "came": "quantity_done"}


def _by_period(actor: Actor, measure: PerformanceMeasure, kind: MeasureKind, since: date, until: date) -> Sides:
    """What they reported of each period that ended in the last year, and what our side counts in the same days."""
    reported = [one for one in observations_known(actor, measure)[:PERIODS] if since <= one.until <= until]
    if not reported:
        return Sides({}, {}, since, until, from_list=True)
    first, last = min(one.since for one in reported), max(one.until for one in reported)
    if kind.our_source:
        source, rows = _our_rows(actor, measure, kind)
        counted = (kind.our_count or kind.counts[source.key])(rows, source)
    else:
        counted = kind.counts[CASES.key](_list_of(actor, measure, ReportedCase.Side.US), CASES)
    by_day = sums_by_day(kind.key, counted, since=first, until=min(last, days.today()))
    ours, theirs = [], []
    for one in reported:
        number = f"{one.since} – {one.until}"
        theirs.append(_period(measure, number, one.until, one.numerator, one.denominator))
        inside = [sums for day, *sums in by_day if one.since <= day <= one.until]
        numerator, denominator = sum((sums[0] for sums in inside), Decimal(0)), sum((sums[1] for sums in inside), Decimal(0))
        if denominator:
            ours.append(_period(measure, number, one.until, numerator, denominator))
    return Sides(by_number(ours), by_number(theirs), first, last, from_list=True)


def _period(measure: PerformanceMeasure, number: str, until: date, numerator: Decimal, denominator: Decimal) -> Told:
    good = Better(measure.better).reaches(numerator / denominator, measure.tolerance)
    return Told(number, good, numerator=numerator, denominator=denominator, on=until)


def beside(actor: Actor, measure: PerformanceMeasure) -> Beside:
    """Both numbers of one measure, and its differences by reason."""
    sides = sides_of(actor, measure)
    lacks = "" if sides.ours and sides.theirs else "us" if sides.theirs else "them"
    ours, theirs = _sum(sides.ours), _sum(sides.theirs)
    reasons = [] if lacks else reasons_of(actor, measure)
    return Beside(*ours, *theirs, since=sides.since, until=sides.until, from_list=sides.from_list, reasons=reasons, lacks=lacks)


def _sum(side: Mapping[str, Told]) -> tuple[Decimal, Decimal]:
    counts = [one.counts for one in side.values()]
    return sum((above for above, _below in counts), Decimal(0)), sum((below for _above, below in counts), Decimal(0))


def differences_seen(actor: Actor) -> QuerySet[Difference]:
    return visible_to(actor, Difference.objects.filter(measure__account_touchpoint__account__deleted_at=None))


def reasons_of(actor: Actor, measure: PerformanceMeasure) -> list[ByReason]:
    """Its differences by reason, the commonest first: one query."""
    lasting = differences_seen(actor).filter(measure=measure).exclude(state=Difference.State.SETTLED).order_by()
    labels, nothing = dict(Difference.Reason.choices), Decimal(0)
    rows = lasting.values("reason").annotate(
        count=Count("pk"),
        effect=Sum("effect"),
        effect_of=Coalesce(Sum("their_denominator"), nothing) - Coalesce(Sum("our_denominator"), nothing),
        open=Count("pk", filter=Q(state=Difference.State.OPEN)),
    )
    found = [
        ByReason(row["reason"], str(labels[row["reason"]]), row["count"], row["effect"], row["effect_of"], row["open"]) for row in rows
    ]
    return sorted(found, key=lambda one: (-one.count, one.reason))


def compared_by_day() -> QuerySet[PerformanceMeasure]:
    """Counted measures of which both sides say something: theirs is not ours alone."""
    told = Exists(ReportedCase.objects.filter(measure=OuterRef("pk"))) | Exists(Difference.objects.filter(measure=OuterRef("pk")))
    counted = PerformanceMeasure.objects.exclude(counted_from=PerformanceMeasure.CountedFrom.REPORTED)
    return counted.filter(Q(is_proxy=False) | told, account_touchpoint__account__deleted_at=None).order_by("pk")


def to_compare(source: str, account_ids: Collection[int]) -> QuerySet[PerformanceMeasure]:
    """Measures of these accounts that lay such rows of ours beside what the customer says: its own list, or what it reports."""
    ours = [kind.key for kind in kinds().values() if kind.our_source == source]
    told = Exists(ReportedCase.objects.filter(measure=OuterRef("pk"))) | Exists(Difference.objects.filter(measure=OuterRef("pk")))
    reported = Q(counted_from=PerformanceMeasure.CountedFrom.REPORTED, observations__isnull=False)
    of = PerformanceMeasure.objects.filter(kind__in=ours, account_touchpoint__account__in=account_ids)
    return of.filter(told | reported).distinct().order_by("pk")
