"""People who live together and are served as one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.customers.models.person import Person
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Household(Record, Sourced):
    """One row is one household. Who belongs to it are its members, from one day to another."""

    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="households"
    )
    note = models.TextField(_("note"), blank=True, default="")

    sort_key = models.GeneratedField(
        expression=Folded("name"), output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )
    search = models.GeneratedField(expression=Folded("name"), output_field=models.TextField(), db_persist=True)

    class Meta(Record.Meta):
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="household_has_a_name"),
        )
        indexes = (
            models.Index(fields=["sort_key", "id"], condition=Q(deleted_at=None), name="household_by_name"),
            models.Index(fields=["owner", "sort_key", "id"], condition=Q(deleted_at=None), name="household_by_owner_and_name"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="household_search"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("customers:household", args=[self.pk])


@historied
class HouseholdMember(Record):
    """One row: this person belongs to this household, as what, from one day to another (none: still)."""

    class Role(models.TextChoices):
        ADULT = "adult", _("Adult")
        PARTNER = "partner", _("Partner")
        CHILD = "child", _("Child")
        PARENT = "parent", _("Parent")
        OTHER = "other", _("Other")

    household = models.ForeignKey(Household, verbose_name=_("household"), on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("as what"), max_length=8, choices=Role.choices, default=Role.ADULT)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of households")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="household_member_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(condition=Q(role__in=["adult", "partner", "child", "parent", "other"]), name="household_role_known"),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(deleted_at=None, until=None),
                name="household_member_once_at_a_time",
                violation_error_message=_("This person belongs to the household already. Edit that entry, or end it first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.household}"
