"""A part of the market that somebody answers for: which accounts lie in it, under which territory it stands, and who works there."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Territory(Record, Sourced):
    """One row is one territory. predicate: a filter tree over accounts (`mutua.foundation.filters`); empty: only accounts that it names lie in it."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("stands under")
    )
    predicate = models.JSONField(_("which accounts lie in it"), default=dict, blank=True)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="territory_has_a_name"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="territory_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(deleted_at=None),
                name="territory_name_once",
                violation_error_message=_("There is a territory with this name already. Nothing was saved; choose another name."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sales:territory", args=[self.pk])


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TerritoryMember(models.Model):
    """One row: this user works in the territory from `since` up to and with `until`; empty: from ever, for good.

    A manager sees what belongs to the members of the territory and of all under it.
    """

    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager")
        SELLER = "seller", _("Representative")

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="territories", verbose_name=_("who"))
    role = models.CharField(_("as"), max_length=7, choices=Role.choices, default=Role.SELLER)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ("role", "user__name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="territory_member_leaves_after_joining",
                violation_error_message=_("The last day cannot be before the first. Nothing was saved."),
            ),
            models.UniqueConstraint(
                fields=["territory", "user", "role"],
                condition=Q(until=None),
                name="territory_member_once_now",
                violation_error_message=_("This person works there in this role already. Nothing was saved."),
            ),
        )


class TerritoryAccount(models.Model):
    """One row: the account lies in this territory, and in no other. named: somebody said so; otherwise the rule of the territory did, last time it was asked."""

    account = models.OneToOneField("customers.Account", on_delete=models.CASCADE, related_name="territory_place")
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="accounts")
    named = models.BooleanField(default=False)
