"""What a roadmap item really cost and brought, against what would have happened without it."""

from __future__ import annotations

import functools
import operator

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import kept_for_ever
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.labels import DESIGNS, VERDICTS, keys
from mutua.relationships.models.plan_cycle import PlanCycle
from mutua.relationships.models.roadmap_item import RoadmapItem

# What a decision is about: whoever could change the figures afterwards would change what was decided.
FROZEN = (
    "item", "plan", "year", "outcome", "design", "began_on", "until", "currency", "planned_cost", "planned_return", "actual_cost", "margin_share",
    "effect", "standard_error", "shared_error", "degrees", "lower", "upper", "shrunk_effect", "shrunk_error", "chance_paid", "found", "source_note",
    "verdict", "reason", "decided_at", "decided_by_name",
)  # fmt: skip
ORDER_VALUE = "order-value"


@historied
class PostEvaluation(Record, Sourced):
    """One row is the evaluation of one roadmap item. effect: what it brought in all from began_on to until, in money of `currency`, with its error and a
    95 % interval; where the outcome is a measure, in points of its share (0.01 is one percentage point).

    outcome: "order-value", or the key of a measure. design: how it was compared; a plain before/after is none. shared_error: the part of
    the error that all share that are compared with the same accounts. margin_share: of the order value, what is return. shrunk_effect: pulled towards the
    others of its year. chance_paid: that it brought what it cost. found: what else the comparison said, as shown. Frozen once decided.
    """

    item = models.OneToOneField(RoadmapItem, on_delete=models.CASCADE, related_name="evaluation", verbose_name=_("roadmap item"))
    plan = models.ForeignKey(
        PlanCycle, null=True, blank=True, on_delete=models.CASCADE, related_name="evaluations", verbose_name=_("plan it was part of")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.CharField(_("what is looked at"), max_length=60, default=ORDER_VALUE)
    design = models.CharField(_("comparison"), max_length=16, choices=DESIGNS)
    began_on = models.DateField(_("it began on"))
    until = models.DateField(_("looked at until"))
    currency = models.CharField(_("currency"), max_length=3)
    planned_cost = models.DecimalField(_("planned investment"), max_digits=18, decimal_places=2)
    planned_return = models.DecimalField(_("planned return"), max_digits=18, decimal_places=2)
    actual_cost = models.DecimalField(_("what it really cost"), max_digits=18, decimal_places=2)
    margin_share = models.DecimalField(_("margin on the order value"), max_digits=5, decimal_places=4, default=1)
    effect = models.DecimalField(_("what it brought"), max_digits=20, decimal_places=6)
    standard_error = models.DecimalField(_("standard error"), max_digits=20, decimal_places=6)
    shared_error = models.DecimalField(_("standard error, the shared part"), max_digits=20, decimal_places=6, default=0)
    degrees = models.PositiveIntegerField(_("degrees of freedom"), null=True, blank=True)
    lower = models.DecimalField(_("at least"), max_digits=20, decimal_places=6)
    upper = models.DecimalField(_("at most"), max_digits=20, decimal_places=6)
    shrunk_effect = models.DecimalField(_("shrunk effect"), max_digits=20, decimal_places=6, null=True, blank=True)
    shrunk_error = models.DecimalField(_("error of the shrunk effect"), max_digits=20, decimal_places=6, null=True, blank=True)
    chance_paid = models.DecimalField(_("chance that it paid"), max_digits=5, decimal_places=4, null=True, blank=True)
    found = models.JSONField(default=dict, blank=True, editable=False)
    source_note = models.TextField(_("where the figures are from"), blank=True, default="")
    verdict = models.CharField(_("verdict"), max_length=10, choices=VERDICTS, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_by_name = models.CharField(_("who decided"), max_length=120, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        ordering = ("-year", "item__account__sort_key", "pk")
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(design__in=[key for key in keys(DESIGNS) if key != "before-after"]), name="evaluation_compares"
            ),
            models.CheckConstraint(condition=Q(verdict__in=["", *keys(VERDICTS)]), name="evaluation_verdict_known"),
            models.CheckConstraint(condition=Q(standard_error__gt=0, shared_error__gte=0), name="evaluation_has_an_error"),
            models.CheckConstraint(condition=Q(lower__lte=F("effect"), upper__gte=F("effect")), name="evaluation_within_its_interval"),
            models.CheckConstraint(condition=Q(actual_cost__gte=0), name="evaluation_cost_not_negative"),
            models.CheckConstraint(condition=Q(margin_share__gt=0, margin_share__lte=1), name="evaluation_margin_0_to_1"),
            models.CheckConstraint(condition=Q(until__gte=F("began_on")), name="evaluation_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(decided_at=None) | (~Q(verdict="") & ~Q(reason="") & ~Q(decided_by_name="")), name="evaluation_decided_by_name"
            ),
        )
        indexes = (models.Index(fields=["plan", "outcome"], name="evaluation_of_plan"),)
        triggers = (
            pgtrigger.Protect(
                name="frozen_when_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False)
                & functools.reduce(operator.or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FROZEN)),
            ),
            kept_for_ever("relationships.PostEvaluation", "A decided evaluation", where="OLD.decided_at IS NOT NULL"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.year}"

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def is_money(self) -> bool:
        return self.outcome == ORDER_VALUE
