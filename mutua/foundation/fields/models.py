"""Fields that an administrator adds without code. Values live in the record's `custom` column, typed by the definition."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_PER_KIND = 100


class CustomField(models.Model):
    """One row defines one custom field of one kind of record, for example `account`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        BOOL = "bool", _("Yes or no")
        CHOICE = "choice", _("Choice")
        MONEY = "money", _("Money")
        MULTI = "multi", _("Several choices")
        URL = "url", _("Link")
        FORMULA = "formula", _("Formula")
        ROLLUP = "rollup", _("Roll-up")

    class Function(models.TextChoices):
        COUNT = "count", _("How many")
        SUM = "sum", _("Sum")
        AVERAGE = "average", _("Average")
        LEAST = "min", _("Smallest or earliest")
        MOST = "max", _("Largest or latest")

    record_kind = models.CharField(max_length=40)
    name = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    # What a formula computes from the record's other fields; its kind follows from the text.
    formula = models.CharField(max_length=1000, blank=True)
    # What a roll-up computes: a function of one field of the related records for which the condition holds.
    relation = models.CharField(max_length=60, blank=True)
    function = models.CharField(max_length=10, choices=Function.choices, blank=True)
    of = models.CharField(max_length=160, blank=True)
    condition = models.JSONField(null=True, blank=True)
    # Amounts in other currencies are not counted; empty: the record's own currency.
    currency = models.CharField(max_length=3, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # A retired field is no longer asked for; its values stay in the records, and come back with it.
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("record_kind", "order", "name")
        constraints = (
            models.UniqueConstraint(fields=["record_kind", "name"], name="custom_field_once"),
            models.CheckConstraint(
                condition=models.Q(~models.Q(kind="formula"), formula="") | models.Q(~models.Q(formula=""), kind="formula"),
                name="custom_field_formula",
            ),
            models.CheckConstraint(
                condition=models.Q(~models.Q(kind="rollup"), relation="", function="")
                | models.Q(~models.Q(relation=""), ~models.Q(function=""), kind="rollup"),
                name="custom_field_rollup",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_computed(self) -> bool:
        """Nobody writes its values."""
        return self.kind in (self.Kind.FORMULA, self.Kind.ROLLUP)
