"""Views of lists that people keep, and acts on many rows that a worker does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days


class SavedView(models.Model):
    """One row is one named state of one list: its filter, order, columns and search. Shared ones are seen by everybody who sees the list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    state = models.JSONField(default=dict)
    shared = models.BooleanField(_("for everybody"), default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=["owner", "kind", "name"], condition=models.Q(deleted_at=None), name="saved_view_name_once"),
        )
        indexes = (models.Index(fields=["kind", "owner"], name="saved_view_kind_owner"),)

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One row is one act on more rows than a page shows: which, how far it has come, and what it said at the end. `next` moves in the transaction that changes the rows."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        REFUSED = "refused", _("Refused")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=40)
    sent = models.JSONField(default=dict)
    ids = ArrayField(models.BigIntegerField())
    next = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    said = models.TextField(blank=True, default="")
    back_to = models.TextField()
    takes_back = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="taken_back_by")
    created_at = models.DateTimeField(default=days.now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.act} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("lists:bulk-run", args=[self.pk])

    @property
    def progress_key(self) -> str:
        return f"bulk-{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state != self.State.WAITING
