"""What somebody answered to a level of readiness that the rows of the back office spoke for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.relationships.models.labels import DIMENSIONS, keys


@historied
class ProposalAnswer(models.Model):
    """One row is one proposal that was taken, taken with another level, or refused; without an account it is about our own company.

    proposed: the level that good of so many rows spoke for; level: what was assessed then, null where it was refused.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        ADJUSTED = "adjusted", _("Adjusted")
        REFUSED = "refused", _("Refused")

    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="readiness_answers", verbose_name=_("account")
    )
    key = models.SlugField(_("proposal"), max_length=40)
    dimension = models.CharField(_("dimension"), max_length=10, choices=DIMENSIONS)
    good = models.PositiveIntegerField(_("good ones"))
    of = models.PositiveIntegerField(_("of"))
    proposed = models.DecimalField(_("proposed level"), max_digits=2, decimal_places=1)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    level = models.DecimalField(_("level"), max_digits=2, decimal_places=1, null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("who")
    )

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("answer to a proposal")
        verbose_name_plural = _("answers to proposals")
        constraints = (
            models.CheckConstraint(condition=Q(dimension__in=keys(DIMENSIONS)), name="proposal_answer_dimension_known"),
            models.CheckConstraint(
                condition=Q(answer="refused", level=None) | Q(answer__in=["accepted", "adjusted"], level__range=(0, 4)),
                name="proposal_answer_has_its_level",
            ),
            models.CheckConstraint(condition=~Q(answer="refused") | ~Q(reason=""), name="proposal_answer_refused_for_a_reason"),
            models.CheckConstraint(condition=Q(of__gte=models.F("good")), name="proposal_answer_good_of_all"),
        )
        indexes = (models.Index(fields=["account", "key", "-at"], name="proposal_answer_latest"),)

    def __str__(self) -> str:
        return f"{self.key} · {self.get_answer_display()}"
