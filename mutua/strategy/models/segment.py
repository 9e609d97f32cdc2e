"""A strategic choice of customers, said as a predicate; who belongs to it is recomputed, and kept with its dates."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.foundation.records.models import Record, Sourced, historied_but


@historied_but("evaluated_at")
class Segment(Record, Sourced):
    """One row is one segment. predicate: a filter tree over accounts, people or households (`mutua.foundation.filters`)."""

    class PartyKind(models.TextChoices):
        ACCOUNT = "account", _("Accounts")
        PERSON = "person", _("People")
        HOUSEHOLD = "household", _("Households")

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what they have in common"), blank=True, default="")
    party_kind = models.CharField(_("made of"), max_length=9, choices=PartyKind.choices, default=PartyKind.ACCOUNT)
    predicate = models.JSONField(_("who belongs to it"), default=dict, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="segments")
    evaluated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="segment_has_a_name"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(deleted_at=None),
                name="segment_name_once",
                violation_error_message=_("There is a segment with this name already. Choose another name."),
            ),
        )
        indexes = (GinIndex(OpClass(Folded("name"), name="gin_trgm_ops"), name="segment_search"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("strategy:segment", args=[self.pk])


class SegmentMember(models.Model):
    """One row: this party belonged to the segment from `since` on and, where it no longer does, up to the day before `until`.

    since empty: it belonged when the segment was first computed; for how long before, nobody has looked.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey("customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="segment_memberships")
    person = models.ForeignKey("customers.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="segment_memberships")
    household = models.ForeignKey(
        "customers.Household", null=True, blank=True, on_delete=models.CASCADE, related_name="segment_memberships"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, person=None, household=None)
                | Q(account=None, person__isnull=False, household=None)
                | Q(account=None, person=None, household__isnull=False),
                name="segment_member_is_one_party",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")), name="segment_member_leaves_after_joining"
            ),
            models.UniqueConstraint(fields=["segment", "account"], condition=Q(until=None, person=None), name="segment_account_once_now"),
            models.UniqueConstraint(fields=["segment", "person"], condition=Q(until=None, account=None), name="segment_person_once_now"),
            models.UniqueConstraint(
                fields=["segment", "household"], condition=Q(until=None, household__isnull=False), name="segment_household_once_now"
            ),
        )
        indexes = (models.Index(fields=["account", "segment"], condition=Q(until=None), name="segments_of_account_now"),)
