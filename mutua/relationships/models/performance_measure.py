"""How well a touchpoint does, on the measure that the customer uses."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.account_touchpoint import AccountTouchpoint
from mutua.relationships.rules.measures import Better, Unit, is_proportion
from mutua.relationships.rules.on_time import Window

ON_TIME_IN_FULL = "on-time-in-full"
_ENDS = Q(better="higher", tolerance__gt=0, tolerance__lte=F("target")) | Q(better="lower", target__gte=0, tolerance__gte=F("target"))
_EVEN = Q(break_even=None) | Q(better="higher", break_even__lte=F("tolerance")) | Q(better="lower", break_even__gte=F("tolerance"))


@historied
class PerformanceMeasure(Record, Sourced):
    """One row is one measure of one account touchpoint; owned by the account, or by a named proxy.

    kind: what it counts, one of `mutua.relationships.measures`. unit: a share (1 is all) or days. counted_from: rows of the back office, rows
    of the customer's own files (ReportedCase), or the figures of periods that the customer reports (Observation).
    early_days: null where any earlier day is welcome. window_days: how long is waited until a case counts as it stands.
    least_share: of a kind whose cases have figures, the share of them that has to be within the tolerance.
    reading: goes up when the evidence starts again, as with another window.
    """

    class CountedFrom(models.TextChoices):
        SHIPMENTS = "shipments", _("Shipments")
        INVOICES = "invoices", _("Invoices")
        FILE = "file", _("Their own list")
        REPORTED = "reported", _("Figures the customer reports")

    class Unit(models.TextChoices):
        SHARE = "share", _("Share")
        DAYS = "days", _("Days")

    class Better(models.TextChoices):
        HIGHER = "higher", _("Higher is better")
        LOWER = "lower", _("Lower is better")

    account_touchpoint = models.ForeignKey(AccountTouchpoint, on_delete=models.CASCADE, related_name="measures")
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.SlugField(_("kind"), max_length=60, default=ON_TIME_IN_FULL)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, default=Unit.SHARE)
    better = models.CharField(_("direction"), max_length=6, choices=Better.choices, default=Better.HIGHER)
    counted_from = models.CharField(_("counted from"), max_length=10, choices=CountedFrom.choices, default=CountedFrom.REPORTED)
    early_days = models.PositiveSmallIntegerField(_("days early that are accepted"), null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(_("days late that are accepted"), default=0)
    window_days = models.PositiveSmallIntegerField(_("days that are waited"), default=30)
    completeness = models.DecimalField(_("least share of the quantity"), max_digits=5, decimal_places=4, default=Decimal(1))
    target = models.DecimalField(_("target"), max_digits=9, decimal_places=4, default=Decimal("0.95"))
    tolerance = models.DecimalField(_("tolerance"), max_digits=9, decimal_places=4, default=Decimal("0.90"))
    break_even = models.DecimalField(_("break-even"), max_digits=9, decimal_places=4, null=True, blank=True)
    least_share = models.DecimalField(_("least share within the tolerance"), max_digits=5, decimal_places=4, default=Decimal("0.90"))
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
            models.CheckConstraint(condition=Q(tolerance__gt=0) & _ENDS, name="measure_tolerance_within_target"),
            models.CheckConstraint(
                condition=~Q(unit="share", better="higher") | Q(target__lte=1, tolerance__lt=1), name="measure_share_within_all"
            ),
            models.CheckConstraint(condition=_EVEN, name="measure_break_even_beyond_tolerance"),
            models.CheckConstraint(condition=Q(least_share__gt=0, least_share__lt=1), name="measure_least_share_0_to_1"),
            models.CheckConstraint(condition=Q(is_proxy=False) | ~Q(proxy_name=""), name="measure_proxy_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("relationships:measure", args=[self.pk])

    @property
    def window(self) -> Window:
        return Window(self.early_days, self.late_days, self.completeness)

    @property
    def is_counted(self) -> bool:
        """From rows, one by one, and so watched; the figures of whole periods are not."""
        return self.counted_from != self.CountedFrom.REPORTED

    @property
    def higher_is_better(self) -> bool:
        return self.better == self.Better.HIGHER

    @property
    def is_proportion(self) -> bool:
        """Good ones of all: only such a measure stands on the axis of a picture."""
        return is_proportion(Unit(self.unit), Better(self.better))

    @property
    def is_share(self) -> bool:
        return self.unit == self.Unit.SHARE
