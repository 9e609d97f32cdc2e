"""The watch over a measure: what it has seen, where its evidence stands, and when it rang."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.relationships.models.performance_measure import PerformanceMeasure
from mutua.relationships.models.reported_case import ReportedCase

ROWS = ("shipment", "invoice", "case")


class OfRow(models.Model):
    """What hangs on one row that a measure counts: a shipment, an invoice, or a case of the customer's own list."""

    shipment = models.ForeignKey("backoffice.Shipment", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    invoice = models.ForeignKey("backoffice.Invoice", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(ReportedCase, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(shipment__isnull=False, invoice=None, case=None)
                | Q(shipment=None, invoice__isnull=False, case=None)
                | Q(shipment=None, invoice=None, case__isnull=False),
                name="%(class)s_of_one_row",
            ),
        )


def row_of(one: OfRow) -> str:
    """The name of the field that says on which row it hangs."""
    return next(name for name in ROWS if getattr(one, f"{name}_id") is not None)


class ToleranceWatch(models.Model):
    """One row is the present state of the watch over one measure; computed, so it has no history of its own.

    state: rules.tolerance.ToleranceMonitor as JSON, exact to the last digit; it remembers the position of the last outcome that it took in.
    trials_per_year: what became known of this measure in the last year; run_length follows from those of all measures of the owner.
    read_to: the last day that was looked at; begun_on: the day on which the first outcome of this reading was taken in.
    """

    measure = models.OneToOneField(PerformanceMeasure, on_delete=models.CASCADE, related_name="watch")
    reading = models.PositiveIntegerField()
    state = models.JSONField()
    seen = models.PositiveIntegerField(default=0)
    run_length = models.PositiveIntegerField()
    trials_per_year = models.PositiveIntegerField(default=0)
    read_to = models.DateField(null=True)
    begun_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.measure} · {self.seen}"


class WatchedOutcome(OfRow):
    """One row is the outcome of one shipment, invoice or case as it was when the watch first knew it. Corrections never re-enter.

    numerator of denominator: its figure then; null for what was counted before figures were kept.

    known_on: the day on which it became known; of one that came here later than that, the day on which it came. It never falls as
    `position` rises, so that the alarms of any past day can be told from the rows as they were told then. came_on: that day again
    where it came late, so that another reading of the same rows knows it too.
    """

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="outcomes")
    reading = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    known_on = models.DateField()
    came_on = models.DateField(null=True)
    success = models.BooleanField()
    numerator = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=3, null=True)

    class Meta:
        constraints = (
            *OfRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "reading", "shipment"], name="watched_outcome_once"),
            models.UniqueConstraint(fields=["measure", "reading", "invoice"], name="watched_outcome_invoice_once"),
            models.UniqueConstraint(fields=["measure", "reading", "case"], name="watched_outcome_case_once"),
            models.UniqueConstraint(fields=["measure", "reading", "position"], name="watched_outcome_position_once"),
        )


class ToleranceAlarm(OfRow):
    """One row is one time that a watch rang. broken_on: the day on which the outcome that tipped it became known.

    late of of: failures among the outcomes since it most probably became bad (`rules.tolerance.bad_for`), of the last 100 since the watch was armed.
    """

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="alarms")
    reading = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
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
            *OfRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure"], condition=Q(acknowledged_at=None), name="tolerance_alarm_one_open"),
            models.UniqueConstraint(fields=["measure", "reading", "position"], name="tolerance_alarm_once"),
        )

    def __str__(self) -> str:
        return f"{self.measure} · {self.broken_on:%Y-%m-%d}"
