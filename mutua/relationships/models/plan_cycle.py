"""The yearly plan: budget and hours, what was chosen with them, and what was believed when it was approved."""

from __future__ import annotations

import functools
import operator
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import kept_for_ever
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.figures import amounts
from mutua.relationships.models.labels import PLAN_STATES, keys
from mutua.relationships.rules.lifecycles import PlanState

# What an approval is about: whoever could change the money afterwards would change what was approved.
FROZEN = (
    "snapshot", "snapshot_sha256", "approved_at", "choice", "year", "currency", "budget", "capacity", "discount_rate", "customer_must_gain",
    "max_levers", "floors",
)  # fmt: skip
BEFORE_APPROVAL = [PlanState.OPEN.value, PlanState.PROFILES_UPDATED.value, PlanState.OPTIMISED.value]


@historied
class PlanCycle(Record, Sourced):
    """One row is the plan of one year. budget: one amount a quarter, one to four of them; capacity: team → hours a quarter.

    choice: what the optimiser found, beside greedy, with the items as it read them. snapshot: the same, frozen at approval,
    with its SHA-256; no later estimate rewrites what was believed then. discount_rate: per quarter.
    floors: what tiers of accounts get at least, each {"tier": 1, "items": 3, "money": "50000.00"} with 0 for what is not asked.
    rolled_from: the plan of the year before, whose unfinished items came here. prepared_by: who set its money and hours last.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3)
    budget = amounts(_("budget by quarter"))
    capacity = models.JSONField(_("hours by team and quarter"), default=dict, blank=True)
    discount_rate = models.DecimalField(_("discount rate a quarter"), max_digits=6, decimal_places=4, default=0)
    customer_must_gain = models.BooleanField(_("every customer has to gain"), default=False)
    max_levers = models.PositiveSmallIntegerField(_("at most so many levers"), null=True, blank=True)
    floors = models.JSONField(_("at least for tiers"), default=list, blank=True)
    rolled_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="rolled_to", editable=False, verbose_name=_("goes on from")
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    accounts = models.ManyToManyField("customers.Account", blank=True, related_name="+", verbose_name=_("only these accounts"))
    state = models.CharField(_("state"), max_length=20, choices=PLAN_STATES, default=PlanState.OPEN.value)
    choice = models.JSONField(null=True, blank=True, editable=False)
    snapshot = models.JSONField(null=True, blank=True, editable=False)
    snapshot_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta(Record.Meta):
        ordering = ("-year", "-pk")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["year", "name"], condition=Q(deleted_at=None), name="plan_cycle_once"),
            models.CheckConstraint(condition=Q(state__in=keys(PLAN_STATES)), name="plan_cycle_state_known"),
            models.CheckConstraint(condition=Q(budget__len__range=(1, 4)), name="plan_cycle_one_to_four_quarters"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | (Q(snapshot__isnull=False) & ~Q(snapshot_sha256="")), name="plan_cycle_approved_is_frozen"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_when_approved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approved_at__isnull=False)
                & (
                    functools.reduce(operator.or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FROZEN))
                    | pgtrigger.Q(new__state__in=BEFORE_APPROVAL)
                ),
            ),
            kept_for_ever("relationships.PlanCycle", "An approved plan", where="OLD.approved_at IS NOT NULL"),
        )

    def __str__(self) -> str:
        return self.name or str(_("Plan %(year)s") % {"year": self.year})

    def get_absolute_url(self) -> str:
        return reverse("relationships:plan", args=[self.pk])

    @property
    def total_budget(self) -> Decimal:
        return sum(self.budget, Decimal(0))

    @property
    def net(self) -> Decimal | None:
        """What the chosen items return less what they cost; None while nothing is chosen."""
        read = self.snapshot or self.choice
        return Decimal(read["value"]) if read else None

    @property
    def is_frozen(self) -> bool:
        return self.approved_at is not None
