"""How a customer rates what it gets from us, beside its next best supplier."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.foundation.records.models import Record, Sourced, historied

ONE_TO_TEN = (MinValueValidator(1), MaxValueValidator(10))


@historied
class ValueRating(Record, Sourced):
    """One row is one rating of one component of value on one day, 1 (worst) to 10: the customer's, not ours."""

    class Component(models.TextChoices):
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        PRICE = "price", _("Price")
        COMMUNICATION = "communication", _("Communication")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="value_ratings")
    component = models.CharField(_("component"), max_length=14, choices=Component.choices)
    ours = models.PositiveSmallIntegerField(_("their rating of us, 1 to 10"), validators=ONE_TO_TEN)
    next_best = models.PositiveSmallIntegerField(_("their rating of the next best, 1 to 10"), null=True, blank=True, validators=ONE_TO_TEN)
    next_best_name = models.CharField(_("next best supplier"), max_length=120, blank=True, default="")
    rated_on = models.DateField(_("on"))
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("value rating")
        verbose_name_plural = _("value ratings")
        ordering = ("component", "-rated_on", "-pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(ours__range=(1, 10)), name="rating_ours_1_to_10"),
            models.CheckConstraint(condition=Q(next_best=None) | Q(next_best__range=(1, 10)), name="rating_next_best_1_to_10"),
            models.CheckConstraint(
                condition=Q(component__in=["product", "service", "price", "communication"]), name="rating_component_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} · {self.get_component_display()}"
