"""What was found about a lead when a criterion of a strategy was asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.sales.models.lead import Lead


class LeadAnswer(models.Model):
    """One row is one answer; the newest to a question counts, the others stay as they were given. unknown: an earlier answer was taken back."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("Not known")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="answers")
    strategy = models.ForeignKey("strategy.GenericStrategy", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(_("question"), max_length=200)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer.choices)
    evidence = models.CharField(_("what shows it"), max_length=400, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("answer about a lead")
        verbose_name_plural = _("answers about leads")
        constraints = (
            models.CheckConstraint(condition=~Q(question=""), name="lead_answer_to_a_question"),
            models.CheckConstraint(condition=Q(answer="unknown") | ~Q(evidence=""), name="lead_answer_rests_on_something"),
        )
        indexes = (models.Index(fields=["lead", "strategy", "question", "-at"], name="lead_answers_newest_first"),)
        triggers: ClassVar = append_only("sales.LeadAnswer", may_change=("by",))

    def __str__(self) -> str:
        return f"{self.question} {self.get_answer_display()}"
