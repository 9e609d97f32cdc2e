"""Watching a measure: each outcome enters once, in the order in which it became known; the watch rings when the rate is too low."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from mutua.backoffice.models import Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.metrics import day_of_evidence
from mutua.relationships.events import ToleranceBroken
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm, ToleranceWatch, WatchedOutcome
from mutua.relationships.queries.on_time import YEAR, with_outcome
from mutua.relationships.rules.tolerance import ToleranceMonitor, run_length, start_alpha

LOOK_BACK = 100  # outcomes behind an alarm that are counted for its sentence
# An alarm that nobody takes on must not keep the watch silent for ever. The rule counts in days of outcomes, not of the clock, so that
# ten years read in one go ring on the same days as ten years watched day by day.
LAPSES_AFTER = timedelta(days=90)


@transaction.atomic
def watch_measure(actor: Actor, measure_id: int, *, today: date | None = None) -> ToleranceWatch:
    """Take in what became known up to today and was not taken in yet. Safe to repeat: an outcome that has entered never enters again.

    While an alarm is open the watch goes on reading but does not ring again; acknowledging it arms the watch anew, and so do 90 days.
    """
    require(actor, "relationships.measure.edit")
    measure = PerformanceMeasure.objects.select_for_update(of=("self",)).select_related("account_touchpoint__touchpoint").get(pk=measure_id)
    today = today or days.today()
    watch = _watch_of(measure, today)
    monitor = ToleranceMonitor.from_state(watch.state)

    ringing = ToleranceAlarm.objects.filter(measure=measure, reading=measure.reading, acknowledged_at=None).first()
    for outcome in _take_in(measure, watch, today):
        if ringing is not None and outcome.known_on > ringing.broken_on + LAPSES_AFTER:
            _lapse(ringing)
            monitor.rearm()
            ringing = None
        monitor.update(outcome.success, upto=outcome.position)
        if monitor.alarmed and ringing is None:
            ringing = _ring(actor, measure, outcome, monitor.n)
    watch.state = monitor.state()
    watch.save()
    return watch


def _watch_of(measure: PerformanceMeasure, today: date) -> ToleranceWatch:
    """The watch of the present reading; a new reading starts with a fresh one, and what rang before is closed with it."""
    watch = ToleranceWatch.objects.filter(measure=measure).first()
    if watch is not None and watch.reading == measure.reading:
        return watch
    ToleranceAlarm.objects.filter(measure=measure, acknowledged_at=None).update(acknowledged_at=days.now())
    owned = _watched_by_its_owner(measure)
    length = run_length(_yearly_trials(owned, today))
    place = owned.aggregate(readings=Sum("reading"))["readings"]
    fresh = ToleranceMonitor.fresh(at_least=measure.tolerance, run_length=length, start_alpha=start_alpha(place))
    values = {"reading": measure.reading, "state": fresh.state(), "seen": 0, "run_length": length, "read_to": None, "begun_on": None}
    watch, _created = ToleranceWatch.objects.update_or_create(measure=measure, defaults=values)
    return watch


def _watched_by_its_owner(measure: PerformanceMeasure) -> QuerySet[PerformanceMeasure]:
    """All measures that the same owner ever had: one budget of false alarms for them together. Each of their readings started one watch."""
    at, counted = measure.account_touchpoint, PerformanceMeasure.CountedFrom.SHIPMENTS
    same = Q(account_touchpoint__owner=at.owner_id) if at.owner_id else Q(account_touchpoint=at)
    return PerformanceMeasure.everything.filter(Q(pk=measure.pk) | same & Q(counted_from=counted))


def _yearly_trials(measures: QuerySet[PerformanceMeasure], today: date) -> int:
    """Shipments of the last year at the accounts of these measures."""
    accounts = measures.values("account_touchpoint__account")
    return Shipment.objects.filter(account__in=accounts, promised_on__gt=today - YEAR, promised_on__lte=today).count()


def _take_in(measure: PerformanceMeasure, watch: ToleranceWatch, today: date) -> list[WatchedOutcome]:
    """Enter what is new, behind what has entered before, and move the watch on to today."""
    shipments = Shipment.objects.filter(account_id=measure.account_touchpoint.account_id)
    entered = WatchedOutcome.objects.filter(measure=measure, reading=measure.reading)
    known = with_outcome(shipments).filter(measure_id=measure.pk, known_on__lte=today).exclude(pk__in=entered.values("shipment"))
    arrived = _came_late(measure)
    dated = sorted(
        (_day_of(known_on, watch, today, arrived.get(number)), known_on, number, success)
        for number, known_on, success in known.values_list("pk", "known_on", "success")
    )
    new = [
        WatchedOutcome(
            measure=measure,
            reading=measure.reading,
            position=position,
            shipment_id=number,
            known_on=day,
            came_on=day if day > known_on else None,
            success=success,
        )
        for position, (day, known_on, number, success) in enumerate(dated, start=watch.seen + 1)
    ]
    if new and not watch.seen:
        watch.begun_on = today
    watch.seen += len(new)
    watch.read_to = max(today, watch.read_to or today)
    return WatchedOutcome.objects.bulk_create(new, batch_size=2_000)


def _came_late(measure: PerformanceMeasure) -> dict[int, date]:
    """By shipment: the day on which an earlier reading first saw what came late."""
    earlier = WatchedOutcome.objects.filter(measure=measure, reading__lt=measure.reading, came_on__isnull=False)
    return {shipment: came_on for shipment, came_on in earlier.order_by("reading").values_list("shipment", "came_on") if came_on}


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
    at = measure.account_touchpoint
    alarm = ToleranceAlarm.objects.create(
        measure=measure,
        reading=measure.reading,
        position=tipping.position,
        shipment_id=tipping.shipment_id,
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
