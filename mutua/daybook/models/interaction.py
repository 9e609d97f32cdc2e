"""One contact that happened. It always has a touchpoint: said by somebody, or inferred and shown as inferred."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied

# Contacts that stay when the person goes.
_STAYS = Q(account__isnull=False) | Q(household__isnull=False)


def go_with_its_customer(collector: Any, field: Any, contacts: Any, using: str) -> None:
    """What was with a person alone goes with it; what was with an account or a household stays without it."""
    if alone := contacts.exclude(_STAYS):
        models.CASCADE(collector, field, alone, using)
    if others := contacts.filter(_STAYS):
        models.SET_NULL(collector, field, others, using)


go_with_its_customer.stays = _STAYS  # type: ignore[attr-defined]  # asked when a demonstration is cleared away


@historied
class Interaction(Record, Sourced):
    """One row is one call, mail, visit, message or note about one account; person: whom it was with, where known.

    Without an account it is about a person or a household that is a customer by itself.
    """

    class Channel(models.TextChoices):
        NOTE = "note", _("Note")
        CALL = "call", _("Call")
        MAIL = "mail", _("Mail")
        VISIT = "visit", _("Visit")
        CHAT = "chat", _("Chat")
        PORTAL = "portal", _("Portal request")
        EDI = "edi", _("EDI message")

    class Side(models.TextChoices):
        US = "us", _("We")
        THEM = "them", _("They")
        BOTH = "both", _("Both")

    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="interactions", verbose_name=_("account")
    )
    household = models.ForeignKey(
        "customers.Household", null=True, blank=True, on_delete=models.CASCADE, related_name="interactions", verbose_name=_("household")
    )
    person = models.ForeignKey(
        "customers.Person", null=True, blank=True, on_delete=go_with_its_customer, related_name="interactions", verbose_name=_("person")
    )
    touchpoint = models.ForeignKey(
        "relationships.Touchpoint", on_delete=models.PROTECT, related_name="interactions", verbose_name=_("touchpoint")
    )
    touchpoint_inferred = models.BooleanField(default=False, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="interactions", verbose_name=_("noted by")
    )
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices, default=Channel.NOTE)
    side = models.CharField(_("who began it"), max_length=4, choices=Side.choices, default=Side.US)
    at = models.DateTimeField(_("when"))
    body = models.TextField(_("what was said"))

    class Meta(Record.Meta):
        ordering = ("-at", "-pk")
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(body=""), name="interaction_says_something"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(person__isnull=False) | Q(household__isnull=False), name="interaction_with_somebody"
            ),
        )
        indexes = (
            models.Index(fields=["account", "-at", "-id"], name="interactions_of_account"),
            models.Index(fields=["-at", "-id"], name="interactions_by_day"),
            models.Index(fields=["person", "-at", "-id"], condition=Q(account=None), name="interactions_of_consumer"),
            models.Index(fields=["-deleted_at", "-id"], condition=models.Q(deleted_at__isnull=False), name="interactions_in_bin"),
        )

    def __str__(self) -> str:
        """The first line, or as many of its words as make a title."""
        return shorten(self.body.partition("\n")[0], 80, placeholder="…")

    @property
    def party(self) -> Any:
        """The customer that it is about."""
        return self.account or self.household or self.person

    def get_absolute_url(self) -> str:
        return reverse("daybook:interaction", args=[self.pk])
