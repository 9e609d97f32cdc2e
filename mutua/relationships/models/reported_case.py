"""One delivery, claim or forecast as a list tells it: the customer's own, or the one that we keep ourselves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.performance_measure import PerformanceMeasure


@historied
class ReportedCase(Record, Sourced):
    """One row is one case of one measure, as the newest file has it; what an earlier file said stands in its history.

    side: whose list it stands in. Only theirs is counted and watched; ours is laid beside it where no row of the back office can be.
    begun_on: when it was ordered or claimed. due_on: when it was promised. done_on: when it came, was settled, or the period ended;
    null while it is open. good: the customer's own verdict; null where its window decides. quantity_due of a forecast: what was forecast.
    """

    class Side(models.TextChoices):
        THEM = "them", _("Theirs")
        US = "us", _("Ours")

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="cases")
    side = models.CharField(_("whose list"), max_length=4, choices=Side.choices, default=Side.THEM)
    number = models.CharField(_("number"), max_length=80)
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    quantity_due = models.DecimalField(_("quantity due"), max_digits=18, decimal_places=3, null=True, blank=True)
    quantity_done = models.DecimalField(_("quantity done"), max_digits=18, decimal_places=3, null=True, blank=True)
    good = models.BooleanField(_("counted as good"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ("-pk",)
        verbose_name = _("case of a measure")
        verbose_name_plural = _("cases of measures")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "side", "number"], name="reported_case_once"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"{self.measure.get_absolute_url()}#rows"
