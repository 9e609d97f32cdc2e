"""What is to be said about one row of an import."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportIssue(models.Model):
    """One row is one sentence about one row of the file. Refused rows are kept as they arrived, until they are repaired or dismissed.

    state, of refused rows only: open = waits in the repair list; known = waits there already, from an earlier import;
    waiting = put aside until the rest of the file is in.
    """

    class Level(models.TextChoices):
        REFUSED = "refused", _("Refused")
        CORRECTED = "corrected", _("Corrected")
        KEPT = "kept", _("Kept as it was")

    class State(models.TextChoices):
        TOLD = "", _("Told")
        WAITING = "waiting", _("Waiting")
        OPEN = "open", _("Open")
        KNOWN = "known", _("Open since an earlier import")
        REPAIRED = "repaired", _("Repaired")
        REPLACED = "replaced", _("Replaced by a later import")
        DISMISSED = "dismissed", _("Dismissed")

    run = models.ForeignKey("imports.ImportRun", on_delete=models.CASCADE, related_name="issues")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200, blank=True, default="")
    row_number = models.PositiveBigIntegerField()
    level = models.CharField(max_length=10, choices=Level.choices)
    field = models.CharField(max_length=60, blank=True, default="")
    sentence = models.TextField()
    found = models.TextField(blank=True, default="")
    text = models.JSONField(null=True, blank=True)
    raw = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TOLD, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_in = models.ForeignKey("imports.ImportRun", null=True, blank=True, on_delete=models.SET_NULL, related_name="closed_issues")
    closed_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ("run", "row_number", "pk")
        verbose_name = _("row of an import")
        indexes = (
            models.Index(fields=["run", "level", "field"], name="import_issue_reason"),
            models.Index(fields=["run", "id"], condition=Q(state__in=["open", "waiting"]), name="import_issue_open"),
            models.Index(fields=["kind", "source", "source_key"], condition=Q(state="open"), name="import_issue_open_key"),
        )
        constraints = (models.CheckConstraint(condition=Q(level="refused") | Q(state=""), name="import_issue_only_refused_open"),)

    def __str__(self) -> str:
        return self.sentence
