"""How often the watches of one person may ring for nothing."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied

USUAL = Decimal(1)


@historied
class WatchBudget(Record):
    """The one row is the company's setting: at most so many false alarms an owner and year, over all measures that the owner watches."""

    one = models.BooleanField(default=True, unique=True, editable=False)
    false_alarms = models.DecimalField(
        _("false alarms an owner and year"),
        max_digits=5,
        decimal_places=2,
        default=USUAL,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(52))],
    )

    class Meta(Record.Meta):
        verbose_name = _("budget of false alarms")
        verbose_name_plural = _("budgets of false alarms")
        constraints = (
            models.CheckConstraint(condition=Q(one=True), name="watch_budget_only_one"),
            models.CheckConstraint(condition=Q(false_alarms__gte=Decimal("0.01"), false_alarms__lte=52), name="watch_budget_in_range"),
        )

    def __str__(self) -> str:
        return f"{self.false_alarms:f}"
