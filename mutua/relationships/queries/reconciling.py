"""Our number beside theirs: what both sides say of the same deliveries, and the list of those of which they do not say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mutua.backoffice.models import Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import ON_TIME_IN_FULL, Difference, PerformanceMeasure, ReportedCase
from mutua.relationships.queries.counting import YEAR, outcomes_of
from mutua.relationships.rules.on_time import Delivery, Result, outcome
from mutua.relationships.rules.reconciling import Told, by_number, covered, same_number, shipped_on_time

MOST = 50_000  # deliveries of one account in a year


@dataclass(frozen=True)
class Sides:
    """Both sides over the same days, by folded number. from_list: whether theirs is their own list, or our rows by their window."""

    ours: dict[str, Told]
    theirs: dict[str, Told]
    since: date
    until: date
    from_list: bool


@dataclass(frozen=True)
class ByReason:
    """So many differences of one reason; together they add so much to their good ones, less ours."""

    reason: str
    label: str
    count: int
    effect: int
    open: int


@dataclass(frozen=True)
class Beside:
    """Both numbers and what lies between them. points: theirs less ours, in points of a hundred."""

    our_good: int
    our_of: int
    their_good: int
    their_of: int
    since: date
    until: date
    from_list: bool
    reasons: Sequence[ByReason]

    @property
    def ours(self) -> float | None:
        return self.our_good / self.our_of if self.our_of else None

    @property
    def theirs(self) -> float | None:
        return self.their_good / self.their_of if self.their_of else None

    @property
    def points(self) -> float | None:
        return None if self.ours is None or self.theirs is None else round((self.theirs - self.ours) * 100, 1)

    @property
    def count(self) -> int:
        return sum(reason.count for reason in self.reasons)

    @property
    def open(self) -> int:
        return sum(reason.open for reason in self.reasons)

    @property
    def effect(self) -> int:
        return sum(reason.effect for reason in self.reasons)


def can_be_reconciled(measure: PerformanceMeasure) -> bool:
    """Deliveries have numbers that both sides know; of whole periods nobody can say where the difference lies."""
    return measure.kind == ON_TIME_IN_FULL and measure.is_counted


def sides_of(actor: Actor, measure: PerformanceMeasure) -> Sides:
    """What both say of the last year, as far as their list goes; without a list, theirs is what came by their window. Three queries."""
    until = days.today()
    since = until - YEAR + timedelta(days=1)
    listed = _listed(actor, measure)
    span = covered(list(listed.values()))
    if span is not None:
        since, until = max(since, span[0]), min(until, span[1])
    theirs = {number: one for number, one in listed.items() if since <= (one.due_on or one.done_on or until) <= until}
    known, shipments = _judged(actor, measure, since, until, theirs)
    if not listed:
        return Sides({number: known[number] for number in shipments if number in known}, shipments, since, until, from_list=False)
    # Of a delivery that their list has on another day, nobody says that it is missing.
    ours = {
        number: one
        for number, one in known.items()
        if number in theirs or (number not in listed and one.due_on is not None and since <= one.due_on <= until)
    }
    return Sides(ours, theirs, since, until, from_list=True)


def _listed(actor: Actor, measure: PerformanceMeasure) -> dict[str, Told]:
    """Their own list, each case with their verdict or the one of their window, as far as it is known."""
    if measure.counted_from == PerformanceMeasure.CountedFrom.FILE:
        counted: QuerySet[Any] = outcomes_of(measure, visible_to(actor, ReportedCase.objects.all()))
        rows = counted.filter(known_on__lte=days.today()).order_by("pk")[:MOST]
        return by_number(_their(row, row.success) for row in rows)
    rows = visible_to(actor, ReportedCase.objects.filter(measure=measure)).order_by("pk")[:MOST]
    return by_number(_their(row, _by_window(row, measure)) for row in rows)


def _their(row: ReportedCase, good: bool) -> Told:
    return Told(row.number, good, row.due_on, row.done_on, row.quantity_due, row.quantity_done, row.pk)


def _by_window(row: ReportedCase, measure: PerformanceMeasure) -> bool:
    if row.good is not None:
        return row.good
    window = measure.window
    if row.due_on is None or row.done_on is None or row.done_on > window.closes(row.due_on):
        return False
    opens = window.opens(row.due_on)
    short = row.quantity_due is not None and row.quantity_done is not None and row.quantity_done < window.completeness * row.quantity_due
    return (opens is None or row.done_on >= opens) and not short


def _judged(
    actor: Actor, measure: PerformanceMeasure, since: date, until: date, theirs: dict[str, Told]
) -> tuple[dict[str, Told], dict[str, Told]]:
    """Our deliveries of these days and those that their list names: by our own schedule, and by the customer's window."""
    seen = visible_to(actor, Shipment.objects.filter(account=measure.account_touchpoint.account_id))
    # Their days may lie a little beside ours; whatever is promised near theirs is looked at.
    near = seen.filter(promised_on__gte=since - timedelta(days=90), promised_on__lte=until + timedelta(days=90))
    mine, by_window = [], []
    for row in near.order_by("pk")[:MOST]:
        good = shipped_on_time(row.promised_on, row.shipped_on, row.delivered_on)
        if row.promised_on > until and same_number(row.number) not in theirs:
            continue
        mine.append(Told(row.number, good, row.promised_on, row.shipped_on or row.delivered_on, None, None, row.pk))
        if since <= row.promised_on and measure.window.closes(row.promised_on) < days.today():
            by_window.append(_window_says(row, measure))
    return by_number(mine), by_number(by_window)


def _window_says(row: Shipment, measure: PerformanceMeasure) -> Told:
    delivery = Delivery(row.promised_on, row.delivered_on, row.quantity_ordered, row.quantity_delivered)
    good = outcome(delivery, measure.window, days.today()).result is Result.SUCCESS
    came = row.quantity_ordered if row.quantity_delivered is None else row.quantity_delivered
    return Told(row.number, good, row.promised_on, row.delivered_on, row.quantity_ordered, came, row.pk)


def beside(actor: Actor, measure: PerformanceMeasure) -> Beside | None:
    """Both numbers of one measure, and its differences by reason; None where there is nothing to lay beside each other."""
    if not can_be_reconciled(measure):
        return None
    sides = sides_of(actor, measure)
    if not sides.theirs or not sides.ours:
        return None
    ours, theirs = sides.ours.values(), sides.theirs.values()
    return Beside(
        our_good=sum(one.good for one in ours),
        our_of=len(ours),
        their_good=sum(one.good for one in theirs),
        their_of=len(theirs),
        since=sides.since,
        until=sides.until,
        from_list=sides.from_list,
        reasons=reasons_of(actor, measure),
    )


def differences_seen(actor: Actor) -> QuerySet[Difference]:
    return visible_to(actor, Difference.objects.filter(measure__account_touchpoint__account__deleted_at=None))


def reasons_of(actor: Actor, measure: PerformanceMeasure) -> list[ByReason]:
    """Its differences by reason, the commonest first: one query."""
    lasting = differences_seen(actor).filter(measure=measure).exclude(state=Difference.State.SETTLED).order_by()
    labels = dict(Difference.Reason.choices)
    rows = lasting.values("reason").annotate(
        count=Count("pk"), effect=Sum("effect"), open=Count("pk", filter=Q(state=Difference.State.OPEN))
    )
    found = [ByReason(row["reason"], str(labels[row["reason"]]), row["count"], row["effect"], row["open"]) for row in rows]
    return sorted(found, key=lambda one: (-one.count, one.reason))
