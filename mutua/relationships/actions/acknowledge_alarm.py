"""Taking on a broken tolerance: somebody acts, and the watch is armed again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import check_texts
from mutua.relationships.events import AlarmAcknowledged
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm, ToleranceWatch
from mutua.relationships.rules.tolerance import ToleranceMonitor


@transaction.atomic
def acknowledge_alarm(actor: Actor, alarm_id: int, *, note: str = "") -> ToleranceAlarm:
    """The watch suspects nothing from here on, and rings again when the rate stays low. Raises NotFound, NotAllowed, Refused."""
    alarm: ToleranceAlarm = find(visible_to(actor, ToleranceAlarm.objects.select_related("measure")), pk=alarm_id)
    # The measure is locked first, as the watch does, so that no outcome can enter in between.
    PerformanceMeasure.everything.select_for_update().get(pk=alarm.measure_id)
    alarm.refresh_from_db()
    require(actor, "relationships.alarm.acknowledge", alarm)
    if alarm.acknowledged_at is not None:
        raise Refused(_("Somebody has taken this on already."))

    alarm.acknowledged_at, alarm.acknowledged_by_id, alarm.note = days.now(), actor.user_id, note.strip()
    check_texts(alarm)
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])
    watch = ToleranceWatch.objects.filter(measure=alarm.measure_id).first()
    # A measure that was changed is watched anew, and has no watch until the next outcome.
    if watch is not None and watch.reading == alarm.reading:
        monitor = ToleranceMonitor.from_state(watch.state)
        monitor.rearm()
        watch.state = monitor.state()
        watch.save(update_fields=["state"])

    at = alarm.measure.account_touchpoint
    told = AlarmAcknowledged(
        alarm_id=alarm.pk,
        account_id=at.account_id,
        touchpoint=at.touchpoint.key,
        touchpoint_name=at.touchpoint.name,
        note=alarm.note or "–",
    )
    announce(told, actor=actor)
    return alarm
