"""That a person was erased, without anything about the person; and by what an import would bring the person back, as digests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One row: a person was to be erased for good. person_id: the number the record had. counts: rows by what was done to them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")

    person_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why"), max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=150, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", done_at=None) | Q(state="done", done_at__isnull=False), name="erasure_done_has_its_moment"
            ),
            models.UniqueConstraint(fields=["person_id"], name="erasure_once_a_person"),
        )

    def __str__(self) -> str:
        return f"#{self.person_id}"


class Suppressed(models.Model):
    """One row: a keyed digest of one thing by which an import knew somebody who was erased; nobody can be read from it."""

    digest = models.CharField(max_length=64, unique=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="suppressed")

    def __str__(self) -> str:
        return self.digest[:8]
