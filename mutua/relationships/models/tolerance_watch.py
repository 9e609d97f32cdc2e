"""The watch over a measure: what it has seen, where its evidence stands, and when it rang."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.relationships.models.performance_measure import PerformanceMeasure


class ToleranceWatch(models.Model):
    """One row is the present state of the watch over one measure; computed, so it has no history of its own.

    state: rules.tolerance.ToleranceMonitor as JSON, exact to the last digit; it remembers the position of the last outcome that it took in.
    read_to: the last day that was looked at; begun_on: the day on which the first outcome of this reading was taken in.
    """

    measure = models.OneToOneField(PerformanceMeasure, on_delete=models.CASCADE, related_name="watch")
    reading = models.PositiveIntegerField()
    state = models.JSONField()
    seen = models.PositiveIntegerField(default=0)
    run_length = models.PositiveIntegerField()
    read_to = models.DateField(null=True)
    begun_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.measure} · {self.seen}"


class WatchedOutcome(models.Model):
    """One row is one shipment's outcome as it was when the watch first knew it. Corrections never re-enter.

    known_on: the day on which it became known; of one that came here later than that, the day on which it came. It never falls as
    `position` rises, so that the alarms of any past day can be told from the rows as they were told then. came_on: that day again
    where it came late, so that another reading of the same rows knows it too.
    """

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="outcomes")
    reading = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    shipment = models.ForeignKey("backoffice.Shipment", on_delete=models.CASCADE, related_name="+")
    known_on = models.DateField()
    came_on = models.DateField(null=True)
    success = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["measure", "reading", "shipment"], name="watched_outcome_once"),
            models.UniqueConstraint(fields=["measure", "reading", "position"], name="watched_outcome_position_once"),
        )


class ToleranceAlarm(models.Model):
    """One row is one time that a watch rang. broken_on: the day on which the outcome that tipped it became known.

    late of of: failures among the outcomes since the watch was last armed, at most the last 100 of them.
    """

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="alarms")
    reading = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    shipment = models.ForeignKey("backoffice.Shipment", on_delete=models.CASCADE, related_name="+")
    broken_on = models.DateField(_("broken on"))
    late = models.PositiveIntegerField(_("failed"))
    of = models.PositiveIntegerField(_("of"))
    rung_at = models.DateTimeField(_("rung at"))
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(_("what is done about it"), blank=True, default="")

    class Meta:
        ordering = ("-broken_on", "-pk")
        verbose_name = _("tolerance alarm")
        verbose_name_plural = _("tolerance alarms")
        constraints = (
            models.UniqueConstraint(fields=["measure"], condition=Q(acknowledged_at=None), name="tolerance_alarm_one_open"),
            models.UniqueConstraint(fields=["measure", "reading", "position"], name="tolerance_alarm_once"),
        )

    def __str__(self) -> str:
        return f"{self.measure} · {self.broken_on:%Y-%m-%d}"
