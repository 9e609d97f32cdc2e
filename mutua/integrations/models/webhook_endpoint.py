"""An address of another system that wants to hear what happens here."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied


def new_salt() -> str:
    return secrets.token_urlsafe(24)


@historied
class WebhookEndpoint(Record):
    """One row is one endpoint. event_names: names of events, `sales.*` for all that begin so, `*` for all.

    salt: from it and the key of the installation the signing secret is worked out, so that none is stored. former_salt: the one before,
    valid beside it for a day after `salted_at`. off_reason: why it was switched off by itself. ended_at: given up for good.
    """

    url = models.CharField(_("address"), max_length=500)
    name = models.CharField(_("what it is for"), max_length=120)
    event_names = ArrayField(models.CharField(max_length=100), verbose_name=_("what it wants to hear"), default=list)
    is_on = models.BooleanField(_("switched on"), default=True)
    off_reason = models.CharField(max_length=300, blank=True, default="", editable=False)
    salt = models.CharField(max_length=40, default=new_salt, editable=False)
    former_salt = models.CharField(max_length=40, blank=True, default="", editable=False)
    salted_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("name", "pk")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="webhook_endpoint_has_a_name"),
            models.CheckConstraint(condition=~Q(event_names=[]), name="webhook_endpoint_hears_something"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("integrations:webhook", args=[self.pk])
