"""One event on its way to one endpoint."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.events.models import EventRow
from mutua.integrations.models.webhook_endpoint import WebhookEndpoint


class WebhookDelivery(models.Model):
    """One row: this event to this endpoint. What is sent is read from the event, which goes with its person when that is erased.

    message_id: the same at each try. tries: [{"at", "status", "said"}], oldest first; status: null where nothing was answered.
    unreachable_at: when it last got no answer at all.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="+")
    event_name = models.CharField(max_length=100)
    message_id = models.CharField(max_length=60, unique=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    unreachable_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "dead"]), name="webhook_delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)), name="webhook_delivery_sent_when"
            ),
        )
        indexes = (
            models.Index(fields=["endpoint", "state", "-id"], name="webhook_delivery_of"),
            models.Index(fields=["endpoint", "unreachable_at"], condition=Q(unreachable_at__isnull=False), name="webhook_unreachable"),
            models.Index(fields=["created_at"], name="webhook_delivery_created"),
        )

    def __str__(self) -> str:
        return self.event_name

    def get_absolute_url(self) -> str:
        return reverse("integrations:delivery", args=[self.pk])
