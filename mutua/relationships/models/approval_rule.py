"""Who has to approve plans, from which budget on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied
from mutua.relationships.rules.approving import Rule

if TYPE_CHECKING:
    from mutua.relationships.models.plan_cycle import PlanCycle


@historied
class ApprovalRule(Record):
    """One row asks one person, or anybody who holds one role, for the approval of every plan with that budget or more; all rows add up, but those that ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    role = models.ForeignKey("identity.Role", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("role"))
    from_budget = models.DecimalField(_("from a budget of"), max_digits=18, decimal_places=2, default=Decimal(0))
    currency = models.CharField(_("currency"), max_length=3)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("from_budget", "pk")
        verbose_name = _("rule of approval")
        verbose_name_plural = _("rules of approval")
        constraints = (
            models.CheckConstraint(condition=Q(user=None) | Q(role=None), name="approval_rule_person_or_role"),
            models.CheckConstraint(condition=Q(from_budget__gte=0), name="approval_rule_budget_not_negative"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None, user__isnull=False),
                name="approval_rule_person_once",
                violation_error_message=_("This person is asked already. Nothing was changed; take the other line away first."),
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(ended_at=None, role__isnull=False),
                name="approval_rule_role_once",
                violation_error_message=_("This role is asked already. Nothing was changed; take the other line away first."),
            ),
        )

    def __str__(self) -> str:
        return self.who

    def get_absolute_url(self) -> str:
        return reverse("relationships:approval-rules")

    @property
    def who(self) -> str:
        return str(self.user or self.role)

    def asks_for(self, plan: PlanCycle) -> bool:
        return Rule(self.from_budget, self.currency).asks_for(plan.total_budget, plan.currency)
