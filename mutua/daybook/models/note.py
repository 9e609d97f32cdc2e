"""What somebody thought fit to write on a record, for whoever sees that record."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.foundation.records.models import Record, historied


@historied
class Note(Record):
    """One row is one note on one record, named by its kind and number. account: the one to which that record belongs, where it belongs to one."""

    subject_kind = models.CharField(max_length=40, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    account = models.ForeignKey(
        "customers.Account",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="notes",
        verbose_name=_("account"),
    )
    body = models.TextField(_("note"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta(Record.Meta):
        ordering = ("-pk",)
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (models.CheckConstraint(condition=~Q(body=""), name="note_says_something"),)
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="notes_of_subject"),
            models.Index(fields=["account", "-id"], condition=Q(deleted_at=None), name="notes_of_account"),
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="notes_in_bin"),
            GinIndex(OpClass(Folded("body"), name="gin_trgm_ops"), condition=Q(deleted_at=None), name="note_search"),
        )

    def __str__(self) -> str:
        return self.body.partition("\n")[0][:80]

    def get_absolute_url(self) -> str:
        return reverse("daybook:note", args=[self.pk])
