"""The form for a rate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import ActForm


class RateForm(ActForm):
    of = forms.CharField(label=_("One unit of"), max_length=3, help_text=_("The code, such as EUR."))
    factor = forms.DecimalField(label=_("is worth"), max_digits=20, decimal_places=10)
    to = forms.CharField(label=_("in"), max_length=3, help_text=_("The code, such as USD."))
    on = forms.DateField(label=_("on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(label=_("Who says so"), max_length=120, help_text=_("Such as: European Central Bank."))
