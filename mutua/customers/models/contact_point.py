"""How to reach a person or an account: a mail address, a telephone number, a postal address."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.person import Person
from mutua.foundation.records.models import Record, Sourced, historied

ONCE = _("This address or number stands here already.")


@historied
class ContactPoint(Record, Sourced):
    """One row is one address. `value` as it was given; `normalised` as it is compared: mail in lower case, telephone in E.164."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("Mail")
        PHONE = "phone", _("Telephone")
        POSTAL = "postal", _("Postal address")

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="contact_points", db_index=False)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="contact_points", db_index=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    value = models.CharField(_("address or number"), max_length=400)
    normalised = models.CharField(max_length=400, editable=False)
    preferred = models.BooleanField(_("preferred"), default=False)
    verified = models.BooleanField(_("verified"), default=False)
    bounced = models.BooleanField(_("bounced"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ("kind", "-preferred", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(person=None) ^ Q(account=None), name="contact_point_of_one_party"),
            models.CheckConstraint(condition=~Q(normalised=""), name="contact_point_not_empty"),
            models.UniqueConstraint(
                fields=["person", "kind", "normalised"],
                condition=Q(deleted_at=None, person__isnull=False),
                name="contact_point_once_a_person",
                violation_error_message=ONCE,
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "normalised"],
                condition=Q(deleted_at=None, account__isnull=False),
                name="contact_point_once_an_account",
                violation_error_message=ONCE,
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(deleted_at=None, preferred=True, person__isnull=False),
                name="one_preferred_a_person_and_kind",
            ),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(deleted_at=None, preferred=True, account__isnull=False),
                name="one_preferred_an_account_and_kind",
            ),
        )
        indexes = (
            # Each point is of one party: nothing of it stands in the indexes of the other.
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="contact_point_of_person"),
            models.Index(fields=["account"], condition=Q(account__isnull=False), name="contact_point_of_account"),
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="contact_points_in_bin"),
            GinIndex(fields=["normalised"], opclasses=["gin_trgm_ops"], name="contact_point_search"),
            models.Index(fields=["normalised"], condition=Q(deleted_at=None), name="contact_point_by_value"),
        )

    def __str__(self) -> str:
        return self.value
