"""What we want with one customer: generic strategies made its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class CustomerStrategy(Record, Sourced):
    """One row is the strategy for one account; it stands on one or more versions of generic strategies."""

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="customer_strategies")
    statement = models.TextField(_("statement"), blank=True, default="")
    versions = models.ManyToManyField(StrategyVersion, related_name="customer_strategies", verbose_name=_("stands on"))
    state = models.CharField(max_length=10, choices=StrategyVersion.State.choices, default=StrategyVersion.State.DRAFT)

    class Meta(Record.Meta):
        verbose_name = _("customer strategy")
        verbose_name_plural = _("customer strategies")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["account"], condition=Q(state="active", deleted_at=None), name="customer_strategy_one_active"),
        )

    def __str__(self) -> str:
        return f"{self.account}"
