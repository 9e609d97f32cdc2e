"""The form of a version's initiatives, one line each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.strategy.actions.plan_initiatives import LONGEST, MOST, Intended
from mutua.strategy.models import Initiative, StrategyVersion

MONEY = ("cost_us", "cost_them", "return_us", "return_them")


class InitiativeForm(forms.Form):
    """One initiative; a line without a name is left out."""

    name = forms.CharField(max_length=160, required=False, label=gettext_lazy("What we do"))
    lever = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=gettext_lazy("Lever"))
    year = forms.IntegerField(min_value=1950, max_value=2200, required=False, label=gettext_lazy("Year"))
    quarter = forms.IntegerField(min_value=1, max_value=4, required=False, label=gettext_lazy("Quarter"))
    lasts = forms.IntegerField(min_value=1, max_value=LONGEST, required=False, label=gettext_lazy("Quarters"))
    cost_us = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, required=False, label=gettext_lazy("We invest"))
    cost_them = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, required=False, label=gettext_lazy("They invest"))
    return_us = forms.DecimalField(max_digits=18, decimal_places=2, required=False, label=gettext_lazy("Returns to us"))
    return_them = forms.DecimalField(max_digits=18, decimal_places=2, required=False, label=gettext_lazy("Returns to them"))

    def __init__(self, *args: Any, levers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lever"].choices = [("", "–"), *levers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        named = bool((sent.get("name") or "").strip())
        if not named and any(sent.get(field) not in (None, "") for field in ("lever", "year", "quarter", "lasts", *MONEY)):
            self.add_error("name", _("Say what is done."))
        if named and sent.get("year") is None and "year" not in self.errors:
            self.add_error("year", _("Say in which year it begins."))
        if named and sent.get("quarter") is None and "quarter" not in self.errors:
            self.add_error("quarter", _("Say in which quarter it begins."))
        return sent

    def intended(self) -> Intended | None:
        """None for an empty row."""
        sent = self.cleaned_data
        if not (sent.get("name") or "").strip():
            return None
        return Intended(
            sent["name"], sent["year"], sent["quarter"], sent["lasts"] or 1, sent["cost_us"] or Decimal(0), sent["cost_them"] or Decimal(0),
            sent["return_us"], sent["return_them"], sent["lever"],
        )  # fmt: skip


InitiativeFormSet = forms.formset_factory(InitiativeForm, extra=3, max_num=MOST + 4)


def levers_of(version: StrategyVersion) -> list[tuple[int, str]]:
    """The levers that the version has chosen."""
    return [(row.lever_id, row.lever.name) for row in version.levers.filter(is_chosen=True).select_related("lever")]


def told(one: Initiative) -> dict[str, Any]:
    return {"lever": one.lever_id, **{name: getattr(one, name) for name in ("name", "year", "quarter", "lasts", *MONEY)}}
