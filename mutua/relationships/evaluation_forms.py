"""Forms of evaluations: the comparison, a trial that was evaluated elsewhere, the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.relationships.forms import ActForm, PercentField, day_input
from mutua.relationships.models import ORDER_VALUE
from mutua.relationships.models.labels import VERDICTS


class CompareForm(ActForm):
    """What is looked at, and what it cost; the comparison itself is the button that is pressed."""

    outcome = forms.ChoiceField(label=_("What is looked at"), choices=[(ORDER_VALUE, _("Order value a month"))])
    margin_share = PercentField(label=_("Margin on the order value, %"), required=False, help_text=_("What of an order is return."))
    actual_cost = forms.DecimalField(label=_("What it really cost"), min_value=0, max_digits=18, decimal_places=2, required=False)
    began_on = forms.DateField(
        label=_("It began on"), widget=day_input(), required=False, help_text=_("Where neither the engagement nor the plan knows it.")
    )
    design = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, measures: Any = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["outcome"].choices = [(ORDER_VALUE, _("Order value a month")), *measures]  # type: ignore[attr-defined]


class TrialForm(ActForm):
    """A figure with its standard error and its source."""

    effect = forms.DecimalField(label=_("What it returned in all"), max_digits=18, decimal_places=2)
    standard_error = forms.DecimalField(
        label=_("Standard error"), max_digits=18, decimal_places=2, help_text=_("Half of the width of a 95 % interval, divided by 1.96.")
    )
    actual_cost = forms.DecimalField(label=_("What it really cost"), min_value=0, max_digits=18, decimal_places=2, required=False)
    source_note = forms.CharField(label=_("Where the figure is from"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DecideForm(ActForm):
    """What follows, with its reason."""

    verdict = forms.ChoiceField(label=_("What follows"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
