"""Forms of the yearly plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.relationships.forms import ActForm, AmountsField, PercentField, TeamsField


class FloorsField(forms.CharField):
    """What tiers of accounts get at least, one a line: "1: 3 items" or "1: 50000" or "2: 2 items, 20000"."""

    widget = forms.Textarea(attrs={"rows": 2})
    HELP = _("One tier a line, such as “1: 3 items, 50000”.")

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self._line, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]
        return [self._floor(line) for line in filter(str.strip, super().clean(value).splitlines())]

    def _line(self, floor: dict[str, Any]) -> str:
        money = Decimal(floor["money"]).normalize()
        parts = [_("%(n)s items") % {"n": floor["items"]}] * bool(floor["items"]) + [f"{money:f}"] * bool(money)
        return f"{floor['tier']}: {', '.join(parts)}"

    def _floor(self, line: str) -> dict[str, Any]:
        tier, colon, asked = line.partition(":")
        floor: dict[str, Any] = {"items": 0, "money": Decimal(0)}
        try:
            floor["tier"] = int(tier)
            # "3 items" has a word behind its number, money has none.
            for part in asked.replace(";", ",").split(", "):
                number, *word = part.split()
                floor["items" if word else "money"] = int(number) if word else Decimal(number.replace(",", ""))
        except (ValueError, ArithmeticError) as error:
            raise forms.ValidationError(self.HELP) from error
        if not colon:
            raise forms.ValidationError(self.HELP)
        return floor


class PlanForm(ActForm):
    """Money by quarter and hours by team and quarter."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    budget = AmountsField(label=_("Budget by quarter"), help_text=_("One to four amounts, such as 72000 108000 70000 50000."))
    capacity = TeamsField(
        label=_("Hours by team and quarter"), help_text=_("One team a line: “Logistics: 300 300 300 300”."), required=False
    )
    discount_rate = PercentField(label=_("Discount rate a quarter, %"))
    customer_must_gain = forms.BooleanField(label=_("Every customer has to gain"), required=False)
    max_levers = forms.IntegerField(
        label=_("At most so many levers"),
        help_text=_("Empty: as many as pay. Ten can still be remembered."),
        min_value=0,
        max_value=100,
        required=False,
    )
    floors = FloorsField(label=_("At least for tiers of accounts"), help_text=FloorsField.HELP, required=False)
