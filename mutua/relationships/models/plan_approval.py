"""Who was asked to approve a plan, and what the answer was."""

from __future__ import annotations

import functools
import operator
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import kept_for_ever
from mutua.relationships.models.plan_cycle import PlanCycle
from mutua.relationships.rules.approving import Answer

ANSWERS: list[tuple[str, Any]] = [
    (Answer.WAITING.value, _("Asked")),
    (Answer.APPROVED.value, _("Approved")),
    (Answer.REFUSED.value, _("Sent back")),
    (Answer.WITHDRAWN.value, _("No longer asked")),
]
# Who left may be unlinked from an answer; what was said may not be changed by anybody.
SAID = (
    "plan_id",
    "round",
    "asked_name",
    "asked_at",
    "asked_by_name",
    "choice_sha256",
    "answer",
    "answered_by_name",
    "answered_at",
    "reason",
)


class PlanApproval(models.Model):
    """One row is one seat of one round: a person, or whoever holds a role, who has to approve what the plan chose.

    round: 1 is the first time that the plan was put to anybody. asked_name: the person or role as it was called then. choice_sha256: of the
    choice that was asked about; another choice is asked anew. withdrawn: the request was taken back, or another seat sent the plan back.
    """

    plan = models.ForeignKey(PlanCycle, on_delete=models.CASCADE, related_name="approvals", verbose_name=_("plan"))
    round = models.PositiveSmallIntegerField(_("round"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    role = models.ForeignKey("identity.Role", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("role"))
    asked_name = models.CharField(_("who is asked"), max_length=120)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by_name = models.CharField(_("asked by"), max_length=120)
    choice_sha256 = models.CharField(max_length=64)
    answer = models.CharField(_("answer"), max_length=9, choices=ANSWERS, default=Answer.WAITING.value)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_by_name = models.CharField(_("answered by"), max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        ordering = ("-round", "pk")
        verbose_name = _("approval of a plan")
        verbose_name_plural = _("approvals of plans")
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=[key for key, _word in ANSWERS]), name="plan_approval_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at=None) | (~Q(answer="waiting") & Q(answered_at__isnull=False)),
                name="plan_approval_answered_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["approved", "refused"]) | ~Q(answered_by_name=""), name="plan_approval_answer_has_a_name"
            ),
            models.CheckConstraint(condition=~Q(answer="refused") | ~Q(reason=""), name="plan_approval_refusal_has_a_reason"),
            models.UniqueConstraint(fields=["plan", "round", "user"], condition=Q(user__isnull=False), name="plan_approval_person_once"),
            models.UniqueConstraint(fields=["plan", "round", "role"], condition=Q(role__isnull=False), name="plan_approval_role_once"),
        )
        indexes = (models.Index(fields=["plan"], condition=Q(answer="waiting"), name="plan_approval_waiting"),)
        triggers = (
            pgtrigger.Trigger(
                name="answered_for_ever",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False)
                & functools.reduce(operator.or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in SAID)),
                func="RAISE EXCEPTION 'An answer to a plan is written for ever.' USING ERRCODE = 'restrict_violation';",
            ),
            kept_for_ever("relationships.PlanApproval", "An answer to a plan", where="OLD.answered_at IS NOT NULL"),
        )

    def __str__(self) -> str:
        return f"{self.plan} · {self.asked_name}"

    @property
    def is_waiting(self) -> bool:
        return self.answer == Answer.WAITING
