"""What a version wants to be measured by, and what has been seen of it so far."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.strategy.models.counting import evidence_goes_on, measurements_stay, outcomes_stay
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion

# All that is said of it; what is left changes with every write, or says whence a row came. Values of an administrator's own fields are no part of the plan.
FROZEN = (
    "name",
    "metric",
    "target",
    "tolerance",
    "break_even",
    "baseline",
    "due",
    "serves_id",
    "perspective",
    "budget",
    "planned_return",
    "deleted_at",
)


@historied
class Objective(Record, Sourced):
    """One row is one objective of a version. metric: a key of `foundation/metrics`, which also says its unit and direction.

    serves: the objective of the same version that this one works for. budget, planned_return: in the offering's currency.
    target: the plan. tolerance: how far from the plan is still good. break_even: beyond it the strategy costs more than it brings.
    """

    class Perspective(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        FINANCE = "finance", _("Finance")
        PROCESS = "process", _("Process")
        LEARNING = "learning", _("Learning")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="objectives")
    name = models.CharField(_("name"), max_length=160)
    perspective = models.CharField(_("perspective"), max_length=8, choices=Perspective.choices, default=Perspective.CUSTOMER)
    metric = models.CharField(_("measure"), max_length=80)
    baseline = models.FloatField(_("baseline"), null=True, blank=True)
    target = models.FloatField(_("plan"))
    due = models.DateField(_("due"), null=True, blank=True)
    break_even = models.FloatField(_("break-even"))
    tolerance = models.FloatField(_("tolerance"), default=0)
    serves = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="served_by", verbose_name=_("serves the objective")
    )
    budget = models.DecimalField(_("budget a year"), max_digits=18, decimal_places=2, null=True, blank=True)
    planned_return = models.DecimalField(_("planned return a year"), max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ("version_of", "pk")
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["version_of", "metric"],
                condition=Q(deleted_at=None),
                name="objective_once_a_measure",
                violation_error_message=_(
                    "An objective of this version is measured by it already. Choose another measure, or change that objective."
                ),
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="objective_tolerance_not_negative"),
            models.CheckConstraint(condition=Q(serves=None) | ~Q(serves=F("id")), name="objective_serves_another"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="objective_budget_not_negative"),
            models.CheckConstraint(condition=Q(planned_return=None) | Q(planned_return__gte=0), name="objective_return_not_negative"),
        )
        triggers = frozen_with_version("strategy.Objective", "An objective", columns=FROZEN)

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """One row an objective: the exact state of its sequence and the last outcome it has counted, so that it goes on where it stopped.

    begun_on: the day on which its first outcome was counted; once that day is over, no measurement is ever made anew.
    """

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="evidence")
    state = models.JSONField()
    read_to = models.DateField()
    begun_on = models.DateField(null=True)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = _("evidence")
        triggers = evidence_goes_on()


class CountedOutcome(models.Model):
    """One row: an outcome of the metric that was counted, as it was known then. A later correction never enters again.

    position: 1, 2, … in the order of counting. day: the day to whose evidence it belongs (the day on which it became known; one that
    arrives here later belongs to the day on which it arrived).
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="counted_outcomes")
    position = models.PositiveIntegerField()
    outcome_key = models.BigIntegerField()
    known_on = models.DateField()
    day = models.DateField()
    value = models.FloatField()
    account = models.ForeignKey("customers.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    label = models.CharField(max_length=160, blank=True, default="")
    link = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("objective", "position")
        constraints = (
            models.UniqueConstraint(fields=["objective", "position"], name="counted_outcome_position_once"),
            models.UniqueConstraint(fields=["objective", "outcome_key"], name="counted_outcome_once"),
        )
        indexes = (models.Index(fields=["objective", "day"], name="counted_outcomes_of_a_day"),)
        triggers = outcomes_stay()


class Measurement(models.Model):
    """One row: what was known of an objective at the end of a day on which something became known.

    Never changed once the day on which it was written is over: the database refuses it.
    """

    class Verdict(models.TextChoices):
        CONTINUE = "continue", _("Continue")
        AMEND = "amend", _("Amend")
        ABANDON = "abandon", _("Abandon")
        KEEP_COLLECTING = "keep collecting", _("Keep collecting")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measurements")
    day = models.DateField()
    observations = models.PositiveIntegerField()
    estimate = models.FloatField()
    lower = models.FloatField(null=True, blank=True)  # NULL: no bound yet
    upper = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    more = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("objective", "day")
        constraints = (
            models.UniqueConstraint(fields=["objective", "day"], name="measurement_once_a_day"),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lte=F("upper")), name="measurement_interval_in_order"
            ),
        )
        triggers = measurements_stay()
