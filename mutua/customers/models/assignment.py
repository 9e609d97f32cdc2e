"""Who of our own people looks after an account besides its owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.department import Department
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Assignment(Record, Sourced):
    """One row: this user, from this department of ours, has this duty at this account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("colleague"), on_delete=models.CASCADE, related_name="assignments")
    department = models.ForeignKey(
        Department, verbose_name=_("our department"), null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    duty = models.CharField(_("duty"), max_length=120, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("pk",)
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "user"],
                condition=Q(deleted_at=None),
                name="assignment_once",
                violation_error_message=_("This colleague already works with this account."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"
