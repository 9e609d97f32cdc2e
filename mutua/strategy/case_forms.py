"""The forms of Mutua's own business case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.metrics import MONEY, metrics
from mutua.foundation.records.forms import NO_VERSION
from mutua.strategy.actions.tell_business_case import Line
from mutua.strategy.models import BusinessCase


class CaseForm(forms.Form):
    """What belongs to the whole case."""

    used_since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("Used since"))
    cost_per_year = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, label=gettext_lazy("What it costs a year"))
    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why"),
        error_messages={"required": gettext_lazy("Say why: whoever reads this next year was not there. Nothing was saved.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})

    def __init__(self, row: BusinessCase | None, *args: Any, **kwargs: Any) -> None:
        stands = {"used_since": row.used_since if row else days.today(), "cost_per_year": row.cost_per_year if row else None}
        super().__init__(*args, **{**kwargs, "initial": {**stands, "version": row.number if row else 0}})


class LineForm(forms.Form):
    """One thing that using Mutua should change."""

    title = forms.CharField(max_length=160, required=False, label=gettext_lazy("What should change"))
    metric = forms.ChoiceField(required=False, label=gettext_lazy("Measure"))
    baseline = forms.FloatField(required=False, label=gettext_lazy("Before"))
    expected = forms.FloatField(required=False, label=gettext_lazy("Expected"))
    worth = forms.DecimalField(required=False, max_digits=18, decimal_places=2, label=gettext_lazy("A whole unit brings a year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].choices = [("", "–"), *((one.key, str(one.title)) for one in metrics() if one.unit != MONEY)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if sent.get("title"):
            for name in ("metric", "baseline", "expected", "worth"):
                if sent.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("Fill this in, or empty the whole line."))
        return sent

    def line(self) -> Line | None:
        sent = self.cleaned_data
        if not sent.get("title"):
            return None
        return Line(sent["title"], sent["metric"], sent["baseline"], sent["expected"], sent["worth"])


LineFormSet = forms.formset_factory(LineForm, extra=2, max_num=14)
