"""Mail that is to go out, or went out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One row is one mail to one person. Kept for a while after it went out, so that somebody can see what was written.

    key: what the mail is about, once: the same key never makes a second row. about: the record it speaks of, by kind and number.
    withheld: names the word that only its reader gets to know; in what is kept, marks stand in its place (`sending.word_of`).
    attempts: how often it was tried since it was last asked for. last_error: a sentence; empty once it is out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField()
    withheld = models.CharField(max_length=80, blank=True, default="", editable=False)
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = (models.Index(fields=["state", "-created_at"], name="outgoing_mail_state"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "failed"]), name="outgoing_mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="outgoing_mail_sent_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(last_error=""), name="outgoing_mail_failed_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("mail:letter", args=[self.pk])
