"""Forms about measures: their definition, the figures that are reported, and what becomes of differences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.relationships.forms import ActForm, day_input
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.rules.measures import Unit

SAVED = ("name", "counted_from", "target", "tolerance", "break_even", "is_proxy", "proxy_name")


class LevelField(forms.DecimalField):
    """A level of a measure as people write it: percent for shares (92.5 stands for 0.925), days as they are."""

    def __init__(self, unit: Unit, **kwargs: Any) -> None:
        self.is_share = unit is Unit.SHARE
        super().__init__(min_value=0, max_value=999, max_digits=6, decimal_places=3, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return f"{(value * 100 if self.is_share else value).normalize():f}"

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found / 100 if found is not None and self.is_share else found


class DefinitionForm(ActForm):
    """How the customer measures: what is counted from where, its window, target, tolerance and break-even, and whose figures they are.

    A kind asks for what defines its window, and for nothing else.
    """

    EARLY: ClassVar[Any] = _("Empty: any earlier day is welcome. 0: a day early is as wrong as a day late.")

    name = forms.CharField(label=_("Name"), max_length=120)
    counted_from = forms.ChoiceField(label=_("Counted from"))
    early_days = forms.IntegerField(label=_("Days early that are accepted"), help_text=EARLY, min_value=0, max_value=365, required=False)
    late_days = forms.IntegerField(label=_("Days late that are accepted"), min_value=0, max_value=365)
    window_days = forms.IntegerField(
        label=_("Days that are waited"), help_text=_("What is open after them counts as it stands."), min_value=0, max_value=730
    )
    is_proxy = forms.BooleanField(label=_("By proxy"), help_text=_("The customer has not told us how it measures."), required=False)
    proxy_name = forms.CharField(label=_("Whose figures they are"), max_length=120, required=False)

    def __init__(self, kind: MeasureKind, measure: PerformanceMeasure | None = None, data: Any = None) -> None:
        super().__init__(data, initial=self._initial(kind, measure))
        self.kind = kind
        sources = dict(PerformanceMeasure.CountedFrom.choices)
        offered = [*kind.counts, PerformanceMeasure.CountedFrom.REPORTED.value]
        self.fields["counted_from"].choices = [(key, sources[key]) for key in offered]  # type: ignore[attr-defined]
        percent = kind.unit is Unit.SHARE
        levels = {
            "completeness": LevelField(Unit.SHARE, label=_("Least share of the quantity, %")),
            "target": LevelField(kind.unit, label=_("Target, %") if percent else _("Target, days")),
            "tolerance": LevelField(
                kind.unit, label=_("Tolerance, %") if percent else _("Tolerance, days"), help_text=_("Beyond this it is out of tolerance.")
            ),
            "break_even": LevelField(
                kind.unit,
                label=_("Break-even, %") if percent else _("Break-even, days"),
                help_text=_("Empty: not known. Beyond this the touchpoint costs more than it brings."),
                required=False,
            ),
            "least_share": LevelField(
                Unit.SHARE, label=_("Share that must be within the tolerance, %"), help_text=_("The watch rings when fewer are.")
            ),
        }
        order = ["version", "name", "counted_from", *kind.asks, "target", "tolerance", "break_even", "is_proxy", "proxy_name"]
        self.fields = {name: levels.get(name) or self.fields[name] for name in order}
        if measure is None:
            del self.fields["version"]

    @staticmethod
    def _initial(kind: MeasureKind, measure: PerformanceMeasure | None) -> dict[str, Any]:
        if measure is not None:
            return {name: getattr(measure, name) for name in (*SAVED, *kind.asks, "version")}
        fresh = PerformanceMeasure()
        started = {
            "name": kind.title,
            "target": kind.target,
            "tolerance": kind.tolerance,
            "window_days": kind.window_days,
            "is_proxy": True,
        }
        return {**{name: getattr(fresh, name) for name in kind.asks}, **started}


class FigureForm(ActForm):
    """One figure of one period; another one of the same period corrects it, and says why."""

    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(label=_("To"), widget=day_input())
    numerator = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    denominator = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    reason = forms.CharField(
        label=_("Why it is another"), help_text=_("Where a figure of the same period stands already."), max_length=200, required=False
    )

    def __init__(self, kind: MeasureKind, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        del self.fields["version"]
        self.fields["numerator"].label = _capital(kind.numerator)
        self.fields["denominator"].label = _capital(kind.denominator)


class KnownOnForm(forms.Form):
    """As it was known at the end of which day."""

    known_on = forms.DateField(
        label=_("As known on"), widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"), required=False
    )

    def day(self) -> Any:
        """None for today, for a day that cannot be read, and for one to come."""
        found = self.cleaned_data.get("known_on") if self.is_valid() else None
        return found if found is not None and found < days.today() else None


class ExplainForm(forms.Form):
    note = forms.CharField(label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 2}))


class AcceptForm(forms.Form):
    note = forms.CharField(label=_("What follows from it"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class BudgetForm(ActForm):
    false_alarms = forms.DecimalField(
        label=_("False alarms an owner and year"),
        help_text=_("At most so many, over everything that one person watches. Fewer: later alarms. One is usual."),
        min_value=Decimal("0.01"),
        max_value=52,
        max_digits=5,
        decimal_places=2,
    )


def _capital(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
