"""One case, or one period, of which the customer and we do not say the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied
from mutua.relationships.models.performance_measure import PerformanceMeasure
from mutua.relationships.models.reported_case import ReportedCase


def _amount() -> models.DecimalField:
    return models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)


@historied
class Difference(Record):
    """One row of the reconciliation list of a measure: one delivery, invoice, claim or forecast by its number, or one period of a figure that is
    reported; what we say, what they say, and why it differs.

    ours, theirs: whether it counts as good; null where that side has no such case, or has it open. our_numerator, our_denominator and theirs: what
    that side counts of it, one of one where cases are good or not. effect: what it adds to their numerator less ours.
    state: open, explained or accepted; settled once both say the same, and kept for the record.
    """

    class Reason(models.TextChoices):
        LATE = "late", _("late by their window")
        EARLY = "early", _("early by their window")
        SHORT = "short", _("short")
        OTHER = "other", _("counted as failed by them")
        THEY_ACCEPT = "they-accept", _("accepted by them, failed by us")
        DUE = "due", _("another quantity due")
        DONE = "done", _("another quantity done")
        BEGUN = "begun", _("begun on another day")
        ENDED = "ended", _("done on another day")
        FIGURE = "figure", _("another figure")
        OPEN = "open", _("open on one side")
        NOT_OURS = "not-ours", _("not in our records")
        NOT_THEIRS = "not-theirs", _("not in theirs")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        EXPLAINED = "explained", _("Explained")
        ACCEPTED = "accepted", _("Accepted")
        SETTLED = "settled", _("Settled")

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="differences")
    number = models.CharField(_("number"), max_length=80)
    happened_on = models.DateField(_("day"), null=True, blank=True)
    shipment = models.ForeignKey("backoffice.Shipment", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    invoice = models.ForeignKey("backoffice.Invoice", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey(ReportedCase, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ours = models.BooleanField(_("good by us"), null=True, blank=True)
    theirs = models.BooleanField(_("good by them"), null=True, blank=True)
    our_numerator = _amount()
    our_denominator = _amount()
    their_numerator = _amount()
    their_denominator = _amount()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    detail = models.CharField(_("detail"), max_length=200, blank=True, default="")
    effect = models.DecimalField(_("effect"), max_digits=20, decimal_places=3, default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("explanation"), blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ("-happened_on", "-pk")
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = (
            models.UniqueConstraint(fields=["measure", "number"], name="difference_once"),
            models.CheckConstraint(condition=models.Q(ours__isnull=False) | models.Q(theirs__isnull=False), name="difference_has_a_side"),
        )
        indexes = (models.Index(fields=["measure", "state"], name="difference_measure_state"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"{self.measure.get_absolute_url()}#reconciliation"
