"""Forms of the yearly plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.relationships.forms import ActForm, AmountsField, PercentField, TeamsField


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
