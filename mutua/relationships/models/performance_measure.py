"""How well a touchpoint does, on the measure that the customer uses."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.account_touchpoint import AccountTouchpoint
from mutua.relationships.rules.on_time import Window

ON_TIME_IN_FULL = "on-time-in-full"


@historied
class PerformanceMeasure(Record, Sourced):
    """One row is one measure of one account touchpoint, a share between 0 and 1; owned by the account, or by a named proxy.

    counted_from shipments: one trial a shipment, by the window; reported: from the figures that the customer reports (Observation).
    early_days: null where any earlier day is welcome. reading: goes up when the evidence starts again, as with another window.
    """

    class CountedFrom(models.TextChoices):
        SHIPMENTS = "shipments", _("Shipments")
        REPORTED = "reported", _("Figures the customer reports")

    account_touchpoint = models.ForeignKey(AccountTouchpoint, on_delete=models.CASCADE, related_name="measures")
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    counted_from = models.CharField(_("counted from"), max_length=10, choices=CountedFrom.choices, default=CountedFrom.REPORTED)
    early_days = models.PositiveSmallIntegerField(_("days early that are accepted"), null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(_("days late that are accepted"), default=0)
    completeness = models.DecimalField(_("least share of the quantity"), max_digits=5, decimal_places=4, default=Decimal(1))
    target = models.DecimalField(_("target"), max_digits=5, decimal_places=4, default=Decimal("0.95"))
    tolerance = models.DecimalField(_("tolerance"), max_digits=5, decimal_places=4, default=Decimal("0.90"))
    is_proxy = models.BooleanField(_("by proxy"), default=True)
    proxy_name = models.CharField(_("whose figures they are"), max_length=120, blank=True, default="")
    reading = models.PositiveIntegerField(_("reading"), default=1, editable=False)

    class Meta(Record.Meta):
        ordering = ("key", "pk")
        verbose_name = _("performance measure")
        verbose_name_plural = _("performance measures")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["account_touchpoint", "key"], name="performance_measure_once"),
            models.CheckConstraint(condition=Q(completeness__gt=0, completeness__lte=1), name="measure_completeness_0_to_1"),
            models.CheckConstraint(
                condition=Q(tolerance__gt=0, tolerance__lt=1, tolerance__lte=F("target"), target__lte=1),
                name="measure_tolerance_within_target",
            ),
            models.CheckConstraint(condition=Q(is_proxy=False) | ~Q(proxy_name=""), name="measure_proxy_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def window(self) -> Window:
        return Window(self.early_days, self.late_days, self.completeness)

    @property
    def is_counted(self) -> bool:
        return self.counted_from == self.CountedFrom.SHIPMENTS
