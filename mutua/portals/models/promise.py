"""What we promised a customer and let it see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Promise(models.Model):
    """One row is one sentence that stands on the customer's page, with its day. What is not written here is not shown there.

    A withdrawn one stays there for a while (`walls.TOLD_FOR`), with the reason. item: the roadmap item that keeps it; the page then says how far that is, and nothing else of it.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="promises", verbose_name=_("account"))
    words = models.CharField(_("what we promise"), max_length=240)
    due_on = models.DateField(_("by"), null=True, blank=True)
    item = models.ForeignKey(
        "relationships.RoadmapItem",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promises",
        verbose_name=_("roadmap item"),
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=120)
    kept_on = models.DateField(_("kept on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=240, blank=True, default="")

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = (models.CheckConstraint(condition=~models.Q(words=""), name="promise_has_words"),)
        indexes = (models.Index(fields=["account", "due_on"], name="promise_of_account"),)

    def __str__(self) -> str:
        return self.words
