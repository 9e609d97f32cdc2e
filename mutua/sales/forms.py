"""Forms for deals. What is allowed is decided by the actions that they call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Product
from mutua.customers.forms import AccountChoice
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.records.forms import RecordForm
from mutua.sales.models import Opportunity, Stage
from mutua.strategy.queries.serving import strategies_active


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OpportunityForm(RecordForm):
    class Meta:
        model = Opportunity
        fields = ("account", "product", "name", "amount", "currency", "strategy", "owner", "engaged_on", "expected_on")
        widgets = {"engaged_on": day_input(), "expected_on": day_input()}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["account"] = AccountChoice(actor, label=_("Account"))
        self.fields["product"].queryset = visible_to(actor, Product.objects.order_by("name"))  # type: ignore[attr-defined]
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["strategy"].queryset = strategies_active().order_by("name")  # type: ignore[attr-defined]
        self.fields["strategy"].empty_label = str(_("Off strategy"))  # type: ignore[attr-defined]
        self.fields["name"].required = self.fields["amount"].required = False
        self.fields["name"].help_text = _("Empty: product and account.")
        self.fields["amount"].help_text = _("Empty: the list price.")
        if self.instance.pk is None:
            self.initial["owner"] = actor.user_id
            self.initial["amount"] = None

    def values(self) -> dict[str, Any]:
        values = super().values()
        if self.instance.pk is None and values.get("strategy") is None:
            values.pop("strategy")  # nobody chose: it is inferred
        if self.instance.pk is not None:
            for name in ("name", "amount"):
                if values.get(name) in (None, ""):
                    values.pop(name)
        return values


class MoveCardForm(forms.Form):
    """What the board sends when a card is put into another lane."""

    card = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=1)
    to = forms.ModelChoiceField(queryset=Stage.objects.select_related("pipeline"))


class WinForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    closed_on = forms.DateField(label=_("Won on"), widget=day_input())
    amount = forms.DecimalField(label=_("Closed at"), max_digits=18, decimal_places=2, min_value=0, required=False)


class LoseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    closed_on = forms.DateField(label=_("Lost on"), widget=day_input())
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Price, a competitor, no answer, no need: the next deal learns from it.")
    )


class StrategyForm(forms.Form):
    """Which strategy a deal serves, chosen by a person."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    strategy: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Strategy"), queryset=None, required=False, empty_label=_("Off strategy")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies_active().order_by("name")  # type: ignore[attr-defined]
