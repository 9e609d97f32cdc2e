"""What the queue's own tables do not keep: why a job failed, and how far a long one has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class JobFailure(models.Model):
    """The last reason why a job failed; with the job's own status, a dead letter. `handled` says what an administrator did."""

    class Handled(models.TextChoices):
        OPEN = "", _("Open")
        RETRIED = "retried", _("Tried again")
        DISMISSED = "dismissed", _("Dismissed")

    job_id = models.BigIntegerField(primary_key=True)
    attempt = models.PositiveIntegerField()
    reason = models.TextField()
    trace = models.TextField(blank=True)
    failed_at = models.DateTimeField()
    handled = models.CharField(max_length=10, choices=Handled.choices, default=Handled.OPEN, blank=True)
    handled_by = models.CharField(max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.job_id}: {self.reason}"


class JobProgress(models.Model):
    """How far a long job has come, for the person who waits for it. One row per key, begun anew each time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message = models.TextField(blank=True, default="")
    cancel_requested = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(total=None) | models.Q(done__lte=models.F("total")), name="job_progress_not_past_its_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.done} / {self.total}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:progress", args=[self.key])

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def fraction(self) -> float | None:
        """From 0 to 1; None while nobody knows how much there is to do."""
        if self.state == self.State.DONE:
            return 1.0
        return self.done / self.total if self.total else None
