"""A company we know: a customer, a prospect, a partner, a supplier, a competitor, or several of these at once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import EachFolded, Folded, Host, Joined, Slips
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.foundation.tags.columns import tags_column, tags_index
from mutua.foundation.ui.markup import record_address


def default_currency() -> str:
    return str(settings.DEFAULT_CURRENCY)


def default_roles() -> list[str]:
    return [Account.Role.PROSPECT.value]


@historied
class Account(Record, Sourced):
    """One row is one company or programme. Its responsible user decides who of a team sees it."""

    class Role(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        PROSPECT = "prospect", _("Prospect")
        PARTNER = "partner", _("Partner")
        SUPPLIER = "supplier", _("Supplier")
        COMPETITOR = "competitor", _("Competitor")

    class Tier(models.IntegerChoices):
        FIRST = 1, _("First tier")
        SECOND = 2, _("Second tier")
        THIRD = 3, _("Third tier")

    name = models.CharField(_("legal name"), max_length=200)
    trading_names = ArrayField(models.CharField(max_length=200), verbose_name=_("trading names"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent account"), null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries"
    )
    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices), verbose_name=_("roles"), default=default_roles)
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts"
    )
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier.choices, null=True, blank=True)
    spend_per_year = models.DecimalField(_("spend with us per year"), max_digits=18, decimal_places=2, null=True, blank=True)
    category_spend = models.DecimalField(_("total category spend per year"), max_digits=18, decimal_places=2, null=True, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")
    tags = tags_column()

    # The server has no ICU: names sort and match as lower-case words without accents.
    sort_key = models.GeneratedField(
        expression=Folded("name"), output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )
    search = models.GeneratedField(expression=Folded(Joined("name", "trading_names")), output_field=models.TextField(), db_persist=True)

    class Meta(Record.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="account_has_a_name"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=["customer", "prospect", "partner", "supplier", "competitor"]), name="account_roles_known"
            ),
            models.CheckConstraint(condition=Q(tier=None) | Q(tier__range=(1, 3)), name="account_tier_1_to_3"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="account_currency_code"),
            models.CheckConstraint(condition=Q(spend_per_year=None) | Q(spend_per_year__gte=0), name="account_spend_not_negative"),
            models.CheckConstraint(condition=Q(category_spend=None) | Q(category_spend__gte=0), name="account_category_not_negative"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=models.F("id")), name="account_not_its_own_parent"),
        )
        indexes = (
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="accounts_in_bin"),
            models.Index(fields=["sort_key", "id"], condition=Q(deleted_at=None), name="account_by_name"),
            models.Index(fields=["owner", "sort_key", "id"], condition=Q(deleted_at=None), name="account_by_owner_and_name"),
            models.Index(fields=["updated_at", "id"], condition=Q(deleted_at=None), name="account_by_change"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="account_search"),
            GinIndex(Slips("search"), condition=Q(deleted_at=None), name="account_slips"),
            GinIndex(OpClass(Upper("website"), name="gin_trgm_ops"), name="account_website_search"),
            tags_index("account_by_tag"),
            models.Index(fields=["source_key"], condition=~Q(source_key=""), name="account_by_source_key"),
            GinIndex(EachFolded("trading_names"), condition=Q(deleted_at=None) & ~Q(trading_names=[]), name="account_by_trading_name"),
            models.Index(Host("website"), condition=Q(deleted_at=None), name="account_by_host"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return record_address("customers:account", self.pk)

    @property
    def role_labels(self) -> list[Any]:
        """The roles as words, in the order of the choices."""
        return list(_labels_of(tuple(self.roles)))


@cache
def _labels_of(roles: tuple[str, ...]) -> tuple[Any, ...]:
    # A list shows fifty accounts with the same few sets of roles.
    return tuple(role.label for role in Account.Role if role.value in roles)
