"""A deal: what one account may buy from us, for how much, by when, and which strategy it serves."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.foundation.tags.columns import tags_column, tags_index
from mutua.sales.models.forecast_category import ForecastCategory
from mutua.sales.models.pipeline import Stage
from mutua.sales.rules.stage_gate import GateFacts


@historied
class Opportunity(Record, Sourced):
    """One row is one deal. amount: what it was closed at or is expected to be; at list price where nobody has said.

    forecast_category empty: that of its stage; another one has its reason. strategy empty: the deal is off strategy. strategy_inferred: nobody chose it, it follows from account and product.
    """

    name = models.CharField(_("name"), max_length=200)
    account = models.ForeignKey("customers.Account", on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("account"))
    product = models.ForeignKey(
        "catalog.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("product")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="opportunities", verbose_name=_("owner")
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("stage"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, default=Decimal(0))
    amount_is_list_price = models.BooleanField(_("at list price"), default=False)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    engaged_on = models.DateField(_("engaged on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    expected_on = models.DateField(_("expected to close on"), null=True, blank=True)
    strategy = models.ForeignKey(
        "strategy.GenericStrategy",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="opportunities",
        verbose_name=_("strategy"),
    )
    strategy_inferred = models.BooleanField(default=False, editable=False)
    lost_reason = models.CharField(_("why it was lost"), max_length=300, blank=True, default="")
    forecast_category = models.CharField(
        _("forecast category"), max_length=8, choices=ForecastCategory.choices, blank=True, default="", editable=False
    )
    forecast_reason = models.CharField(_("why in this category"), max_length=300, blank=True, default="", editable=False)
    tags = tags_column()

    class Meta(Record.Meta):
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="opportunity_has_a_name"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="opportunity_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(forecast_category="") | ~Q(forecast_reason=""), name="opportunity_forecast_override_says_why"
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="opportunity_currency_code"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(engaged_on=None) | Q(closed_on__gte=F("engaged_on")),
                name="opportunity_closes_after_it_began",
            ),
        )
        indexes = (
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="deals_in_bin"),
            models.Index(fields=["stage", "-amount", "-id"], condition=Q(deleted_at=None), name="opportunities_of_a_lane"),
            models.Index(fields=["account", "-id"], condition=Q(deleted_at=None), name="opportunities_of_account"),
            tags_index("opportunity_by_tag"),
            models.Index(fields=["owner", "stage"], condition=Q(deleted_at=None), name="opportunities_of_owner"),
            GinIndex(OpClass(Folded("name"), name="gin_trgm_ops"), name="opportunity_search"),
            models.Index(fields=["source_key"], condition=~Q(source_key=""), name="opportunity_by_source_key"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sales:deal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.stage.kind == Stage.Kind.OPEN

    def gate_facts(self) -> GateFacts:
        return GateFacts(stage_kind=self.stage.kind, pipeline=self.stage.pipeline.key, engaged_on=self.engaged_on)  # type: ignore[arg-type]
