"""Watching a measure: each outcome enters once, in the order in which it became known; the watch rings when the rate is too low."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.metrics import day_of_evidence
from mutua.relationships.actions.keep_figure import keep_figure
from mutua.relationships.events import ToleranceBroken
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.rows import SOURCES
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm, ToleranceWatch, WatchedOutcome
from mutua.relationships.queries.counting import YEAR, outcomes_of, trials_a_year
from mutua.relationships.queries.watches import allowed_false_alarms, at_least, watched_by_the_owner_of
from mutua.relationships.rules.tolerance import ToleranceMonitor, bad_for, run_length, start_alpha

LOOK_BACK = 100  # outcomes behind an alarm that are looked at for its sentence
# An alarm that nobody takes on must not keep the watch silent for ever. The rule counts in days of outcomes, not of the clock, so that
# ten years read in one go ring on the same days as ten years watched day by day.
LAPSES_AFTER = timedelta(days=90)


@transaction.atomic
def watch_measure(actor: Actor, measure_id: int, *, today: date | None = None) -> ToleranceWatch | None:
    """Take in what became known up to today and was not taken in yet. Safe to repeat: an outcome that has entered never enters again.

    While an alarm is open the watch goes on reading but does not ring again; acknowledging it arms the watch anew, and so do 90 days.
    None where nothing can be watched: figures of whole periods have no cases.
    """
    require(actor, "relationships.measure.edit")
    measure = PerformanceMeasure.objects.select_for_update(of=("self",)).select_related("account_touchpoint__touchpoint").get(pk=measure_id)
    today = today or days.today()
    if measure.counted_from not in kind_named(measure.kind).counts:
        keep_figure(actor, measure)
        return None
    watch = _watch_of(measure, today)
    monitor = ToleranceMonitor.from_state(watch.state)
    begun, looked_to = watch.seen > 0, watch.read_to

    entered = _take_in(measure, watch, today)
    if entered or looked_to != watch.read_to:
        _share_out(measure, watch, monitor, begun)
    ringing = ToleranceAlarm.objects.filter(measure=measure, reading=measure.reading, acknowledged_at=None).first()
    for outcome in entered:
        if ringing is not None and outcome.known_on > ringing.broken_on + LAPSES_AFTER:
            _lapse(ringing)
            monitor.rearm()
            ringing = None
        monitor.update(outcome.success, upto=outcome.position)
        if monitor.alarmed and ringing is None:
            ringing = _ring(actor, measure, outcome, monitor.n)
    watch.state = monitor.state()
    watch.save()
    keep_figure(actor, measure)
    return watch


def _watch_of(measure: PerformanceMeasure, today: date) -> ToleranceWatch:
    """The watch of the present reading; a new reading starts with a fresh one, and what rang before is closed with it."""
    watch = ToleranceWatch.objects.filter(measure=measure).first()
    if watch is not None and watch.reading == measure.reading:
        return watch
    ToleranceAlarm.objects.filter(measure=measure, acknowledged_at=None).update(acknowledged_at=days.now())
    owned, allowed = watched_by_the_owner_of(measure), allowed_false_alarms()
    length = run_length(trials_a_year(owned.filter(deleted_at=None), today), allowed)
    place = owned.aggregate(readings=Sum("reading"))["readings"]
    fresh = ToleranceMonitor.fresh(at_least=at_least(measure), run_length=length, start_alpha=start_alpha(place, allowed))
    values = {"reading": measure.reading, "state": fresh.state(), "seen": 0, "run_length": length, "read_to": None, "begun_on": None}
    watch, _created = ToleranceWatch.objects.update_or_create(measure=measure, defaults=values)
    return watch


def _share_out(measure: PerformanceMeasure, watch: ToleranceWatch, monitor: ToleranceMonitor, begun: bool) -> None:
    """Keep how many cases a year this is; once other measures of the owner have grown, this watch has a smaller share of the false alarms."""
    until = watch.read_to or days.today()
    mine = WatchedOutcome.objects.filter(measure=measure, reading=measure.reading, known_on__gt=until - YEAR, known_on__lte=until)
    watch.trials_per_year = mine.count()
    if begun:
        others = ToleranceWatch.objects.filter(measure__in=watched_by_the_owner_of(measure).filter(deleted_at=None)).exclude(
            measure=measure
        )
        total = watch.trials_per_year + (others.aggregate(trials=Sum("trials_per_year"))["trials"] or 0)
        monitor.lengthen(run_length(total, allowed_false_alarms()))
        watch.run_length = int(monitor.shift.run_length)


def _take_in(measure: PerformanceMeasure, watch: ToleranceWatch, today: date) -> list[WatchedOutcome]:
    """Enter what is new, behind what has entered before, and move the watch on to today."""
    row = SOURCES[measure.counted_from].field
    entered = WatchedOutcome.objects.filter(measure=measure, reading=measure.reading, **{f"{row}__isnull": False})
    known = outcomes_of(measure).filter(known_on__lte=today).exclude(pk__in=entered.values(row))
    figures = () if kind_named(measure.kind).yes_or_no else ("numerator", "denominator")
    arrived = _came_late(measure, row)
    dated = sorted(
        (_day_of(known_on, watch, today, arrived.get(number)), known_on, number, success, *figure)
        for number, known_on, success, *figure in known.values_list("pk", "known_on", "success", *figures)
    )
    new = [
        WatchedOutcome(
            measure=measure,
            reading=measure.reading,
            position=position,
            known_on=day,
            came_on=day if day > known_on else None,
            success=success,
            numerator=figure[0] if figure else Decimal(int(success)),
            denominator=figure[1] if figure else Decimal(1),
            **{f"{row}_id": number},
        )
        for position, (day, known_on, number, success, *figure) in enumerate(dated, start=watch.seen + 1)
    ]
    if new and not watch.seen:
        watch.begun_on = today
    watch.seen += len(new)
    watch.read_to = max(today, watch.read_to or today)
    return WatchedOutcome.objects.bulk_create(new, batch_size=2_000)


def _came_late(measure: PerformanceMeasure, row: str) -> dict[int, date]:
    """By row: the day on which an earlier reading first saw what came late."""
    earlier = WatchedOutcome.objects.filter(
        measure=measure, reading__lt=measure.reading, came_on__isnull=False, **{f"{row}__isnull": False}
    )
    return {number: came_on for number, came_on in earlier.order_by("reading").values_list(row, "came_on") if came_on}


def _day_of(known_on: date, watch: ToleranceWatch, today: date, arrived: date | None) -> date:
    """The day to which an outcome belongs. What comes late is known late: the days that were looked at stay as they were.

    While the day of the first outcome is going on, nobody has believed anything of the days before: a history that is taken in
    piece by piece keeps its days.
    """
    begins = not watch.seen or watch.begun_on == today
    return day_of_evidence(known_on, looked_to=None if begins else watch.read_to, until=today, arrived=arrived)


def _lapse(alarm: ToleranceAlarm) -> None:
    alarm.acknowledged_at = days.now()
    alarm.note = _("Nobody took it on within %(days)s days; the watch was armed again.") % {"days": LAPSES_AFTER.days}
    alarm.save(update_fields=["acknowledged_at", "note"])


def _ring(actor: Actor, measure: PerformanceMeasure, tipping: WatchedOutcome, armed_for: int) -> ToleranceAlarm:
    behind = WatchedOutcome.objects.filter(measure=measure, reading=measure.reading, position__lte=tipping.position)
    recent = list(behind.order_by("-position").values_list("success", flat=True)[: min(armed_for, LOOK_BACK)])
    recent = recent[: bad_for(recent, at_least(measure))]
    at = measure.account_touchpoint
    alarm = ToleranceAlarm.objects.create(
        measure=measure,
        reading=measure.reading,
        position=tipping.position,
        shipment_id=tipping.shipment_id,
        invoice_id=tipping.invoice_id,
        case_id=tipping.case_id,
        broken_on=tipping.known_on,
        late=recent.count(False),
        of=len(recent),
        rung_at=days.now(),
    )
    announce(
        ToleranceBroken(
            alarm_id=alarm.pk,
            measure_id=measure.pk,
            account_id=at.account_id,
            touchpoint=at.touchpoint.key,
            touchpoint_name=at.touchpoint.name,
            broken_on=alarm.broken_on,
            late=alarm.late,
            of=alarm.of,
        ),
        actor=actor,
    )
    return alarm
