"""Where a person works, as what, and what it means for buying."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.department import Department
from mutua.customers.models.person import Person
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Affiliation(Record, Sourced):
    """One row: this person works for this account, in this department, from one day to another (none: still)."""

    class BuyingRole(models.TextChoices):
        NONE = "", _("Not known")
        DECIDES = "decides", _("Decides")
        BUYS = "buys", _("Buys")
        INFLUENCES = "influences", _("Influences")
        USES = "uses", _("Uses")
        GUARDS = "guards", _("Keeps the gate")
        CHAMPIONS = "champions", _("Champions us")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="affiliations")
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.CASCADE, related_name="affiliations")
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.SET_NULL, related_name="affiliations"
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    buying_role = models.CharField(_("part in buying"), max_length=12, choices=BuyingRole.choices, blank=True, default="")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("pk",)
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["person", "account"],
                condition=Q(deleted_at=None, until=None),
                name="affiliation_once_at_a_time",
                violation_error_message=_("This person already works for this account. Edit that entry, or end it first."),
            ),
        )
        indexes = (models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="affiliations_in_bin"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.account}"
