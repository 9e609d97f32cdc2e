"""A department of a customer, or one of ours: touchpoints join departments, not companies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Department(Record, Sourced):
    """One row is a department of an account; without an account it is our own."""

    class Function(models.TextChoices):
        LOGISTICS = "logistics", _("Logistics")
        WAREHOUSE = "warehouse", _("Warehouse")
        RECEIVING = "receiving", _("Receiving")
        BUYING = "buying", _("Buying")
        SALES = "sales", _("Sales")
        CUSTOMER_SERVICE = "customer-service", _("Customer service")
        PLANNING = "planning", _("Planning")
        ACCOUNTS_PAYABLE = "accounts-payable", _("Accounts payable")
        ACCOUNTS_RECEIVABLE = "accounts-receivable", _("Accounts receivable")
        FINANCE = "finance", _("Finance")
        MARKETING = "marketing", _("Marketing")
        QUALITY = "quality", _("Quality")
        SYSTEMS = "systems", _("Information systems")
        MANAGEMENT = "management", _("Management")
        OTHER = "other", _("Other")

    account = models.ForeignKey(
        Account, verbose_name=_("account"), null=True, blank=True, on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=30, choices=Function.choices, default=Function.OTHER)

    class Meta(Record.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("name", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="department_has_a_name"),
            models.UniqueConstraint(
                fields=["account", "name"],
                condition=Q(deleted_at=None),
                nulls_distinct=False,
                name="department_once",
                violation_error_message=_("This department stands here already."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_ours(self) -> bool:
        return self.account_id is None
