"""Where one account and we meet: the unit of which types are derived and performance is measured."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.labels import TYPES, keys
from mutua.relationships.models.touchpoint import Touchpoint


@historied
class AccountTouchpoint(Record, Sourced):
    """One row is one touchpoint of one account.

    label: a type that somebody wrote by hand; it shows as such with its reason and changes no activity.
    occasions_per_year, value_each: what is at stake a year; null: counted from the last twelve months of shipments.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="touchpoints", verbose_name=_("account"))
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("touchpoint"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="touchpoints", verbose_name=_("owner")
    )
    our_departments = models.ManyToManyField("customers.Department", blank=True, related_name="+", verbose_name=_("our departments"))
    their_departments = models.ManyToManyField("customers.Department", blank=True, related_name="+", verbose_name=_("their departments"))
    our_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who answers for it here"),
    )
    their_person = models.ForeignKey(
        "customers.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("who answers for it there")
    )
    label = models.CharField(_("type, set by hand"), max_length=16, choices=TYPES, blank=True, default="")
    label_reason = models.TextField(_("reason"), blank=True, default="")
    label_by = models.CharField(_("set by"), max_length=120, blank=True, default="")
    occasions_per_year = models.PositiveIntegerField(_("occasions a year"), null=True, blank=True)
    value_each = models.DecimalField(_("value of each"), max_digits=18, decimal_places=2, null=True, blank=True)
    lost_share = models.DecimalField(_("share of failed value that is lost"), max_digits=5, decimal_places=4, default=Decimal("0.20"))
    margin_share = models.DecimalField(_("margin on it"), max_digits=5, decimal_places=4, default=Decimal("0.25"))
    charge_back_share = models.DecimalField(_("charge-back on failed value"), max_digits=5, decimal_places=4, default=Decimal("0.03"))

    class Meta(Record.Meta):
        ordering = ("touchpoint__position", "pk")
        verbose_name = _("touchpoint of an account")
        verbose_name_plural = _("touchpoints of accounts")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["account", "touchpoint"], name="account_touchpoint_once"),
            models.CheckConstraint(condition=Q(label="") | Q(label__in=keys(TYPES)), name="account_touchpoint_label_known"),
            models.CheckConstraint(condition=Q(label="") | ~Q(label_reason=""), name="account_touchpoint_label_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lost_share__range=(0, 1), margin_share__range=(0, 1), charge_back_share__range=(0, 1)),
                name="account_touchpoint_shares_0_to_1",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} · {self.touchpoint}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:touchpoint", args=[self.account_id, self.touchpoint.key])
