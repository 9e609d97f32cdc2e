"""A file of a record, and the content that several of them may share."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied


class StoredFile(models.Model):
    """One row is one content, which lies on disk under its digest. content_type: what it was seen to be, not what somebody called it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_is_named_by_its_digest"),)

    def __str__(self) -> str:
        return self.sha256[:12]


@historied
class Attachment(Record):
    """One row is one file of one record, under the name that people read. The record is named by its kind and number."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    content = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("added by"))

    class Meta(Record.Meta):
        ordering = ("-pk",)
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(name__contains="/"), name="attachment_has_a_plain_name"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "content", "name"],
                condition=Q(deleted_at=None),
                name="attachment_once",
                violation_error_message=_("This file hangs here already under this name. Nothing was changed."),
            ),
        )
        indexes = (models.Index(fields=["subject_kind", "subject_id", "-id"], name="attachments_of_subject"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:of", args=[self.subject_kind, self.subject_id])
