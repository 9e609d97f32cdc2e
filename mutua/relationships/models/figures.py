"""What one roadmap item asks and brings: the same columns for an item of an account and for one of a whole segment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.relationships.rules.kinds import Side
from mutua.relationships.rules.returns import Estimate, amounts_of, net_of


def amounts(label: Any) -> ArrayField[Any, Any]:
    """One amount of money for each quarter, the first being the one in which the item starts."""
    return ArrayField(models.DecimalField(max_digits=18, decimal_places=2), verbose_name=label, default=list, blank=True)


class Figures(models.Model):
    """Amounts and hours are lists by quarter from the start of the item.

    lasts 0: done within its quarter, so that what needs it may start in the same one. hours: team → list.
    returns: side → sales, margin, cost → low, likely, high → amounts (`rules/returns.py`). return_us, return_them: the net of the
    likely ones, written by the same rule, for what adds them up; empty: nobody has entered what it brings.
    return_low, return_high: our net in all, None where nobody said how far it may differ.
    needs: readiness it asks of both sides, from the catalogue. gate: the least readiness ratio at which it may be approved.
    """

    title = models.CharField(_("title"), max_length=160, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3)
    lasts = models.PositiveSmallIntegerField(_("quarters it takes"), default=1)
    not_before = models.PositiveSmallIntegerField(_("first quarter in which it may start"), default=1, validators=[MinValueValidator(1)])
    investment_us = amounts(_("our investment"))
    investment_them = amounts(_("their investment"))
    returns = models.JSONField(_("returns, split"), default=dict, blank=True)
    return_us = amounts(_("our return"))
    return_them = amounts(_("their return"))
    return_low = models.DecimalField(_("our return, low"), max_digits=18, decimal_places=2, null=True, blank=True)
    return_high = models.DecimalField(_("our return, high"), max_digits=18, decimal_places=2, null=True, blank=True)
    hours = models.JSONField(_("hours by team"), default=dict, blank=True)
    needs = models.JSONField(_("readiness it needs"), default=dict, blank=True)
    gate = models.DecimalField(_("gate"), max_digits=3, decimal_places=2, default=Decimal(1))

    class Meta:
        abstract = True

    @property
    def cost(self) -> Decimal:
        return sum(self.investment_us, Decimal(0))

    @property
    def gain(self) -> Decimal:
        """Our net return: margin and savings of cost, likely."""
        return sum(self.return_us, Decimal(0))

    @property
    def their_cost(self) -> Decimal:
        return sum(self.investment_them, Decimal(0))

    @property
    def their_gain(self) -> Decimal:
        return sum(self.return_them, Decimal(0))

    @property
    def total_hours(self) -> Decimal:
        return sum((Decimal(str(hour)) for team in self.hours.values() for hour in team), Decimal(0))

    @property
    def is_sized(self) -> bool:
        return bool(self.return_us)

    def returned(self, side: str, component: str, estimate: str = Estimate.LIKELY) -> Decimal | None:
        """The whole of one component; None where nobody has entered it."""
        row = amounts_of(self.returns, side, component, estimate)
        return sum(row, Decimal(0)) if row else None

    def net_return(self, side: str, estimate: str) -> Decimal:
        """Low, likely or high, by the rule of returns. An item whose returns were never split has its own columns."""
        if self.returns.get(side):
            return sum(net_of(self.returns, side, estimate), Decimal(0))
        if side == Side.THEM:
            return self.their_gain
        told = {Estimate.LOW: self.return_low, Estimate.HIGH: self.return_high}.get(Estimate(estimate))
        return self.gain if told is None else told
