"""Forms for the forecast: a deal's category, quotas, a manager's call, how sure stages are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import Team, User
from mutua.foundation.records.forms import ActForm
from mutua.sales.models import ForecastCategory, Stage, Territory
from mutua.sales.queries.subjects import people_of, teams_of, territories_of_people
from mutua.sales.rules.periods import period_of, read_period


class OverrideForm(ActForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[("", _("As its stage")), *ForecastCategory.choices])
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("What you know that the stage does not."))


class SubjectField(forms.ChoiceField):
    """A person, a team or a territory that the actor may say something about."""

    def __init__(self, actor: Actor, **settings: Any) -> None:
        self.found: dict[str, User | Team | Territory] = {}
        groups: list[tuple[Any, list[tuple[str, str]]]] = []
        rows: Iterable[tuple[Any, str, Iterable[Any]]] = (
            (_("People"), "user", people_of(actor)[:500]),
            (_("Teams"), "team", teams_of(actor)[:500]),
            (_("Territories"), "territory", territories_of_people(actor)[:500]),
        )
        for title, kind, some in rows:
            own = {f"{kind}-{one.pk}": one for one in some}
            self.found |= own
            groups += [(title, [(key, str(one)) for key, one in own.items()])] if own else []
        super().__init__(choices=groups, **settings)

    def clean(self, value: Any) -> User | Team | Territory:
        return self.found[super().clean(value)]


class PeriodField(forms.CharField):
    """A month, a quarter or a year as its first and its last day."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        try:
            return read_period(text)
        except ValueError:
            raise forms.ValidationError(_("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-12.")) from None


class QuotaForm(ActForm):
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=2, min_value=0, required=False, help_text=_("Empty takes it back.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
    field_order = ("of", "period", "amount", "currency", "reason")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"] = SubjectField(actor, label=_("Whose"))
        self.fields["period"] = PeriodField(
            label=_("Period"), help_text=_("2026, 2026-Q4 or 2026-12."), initial=period_of(days.today(), "quarter").text
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "period" in cleaned:
            period = cleaned.pop("period")
            cleaned |= {"first": period.first, "last": period.last}
        return cleaned


class CallForm(QuotaForm):
    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["amount"].label = _("What you expect")
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("What you know that the deals do not say.")


class StagesForm(forms.Form):
    """For each open stage its category and its probability in percent."""

    def __init__(self, stages: Iterable[Stage], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = list(stages)
        for stage in self.stages:
            named = {"of": stage.name}
            self.fields[f"category-{stage.pk}"] = forms.ChoiceField(
                choices=ForecastCategory.choices,
                initial=stage.forecast_category,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Category of %(of)s") % named}),
            )
            self.fields[f"percent-{stage.pk}"] = forms.DecimalField(
                min_value=0,
                max_value=100,
                decimal_places=1,
                initial=round(stage.probability * 100, 1),
                widget=forms.NumberInput(attrs={"class": "form-control", "aria-label": _("Probability of %(of)s, %%") % named}),
            )

    def rated(self) -> dict[int, tuple[str, Any]]:
        said = self.cleaned_data
        return {stage.pk: (said[f"category-{stage.pk}"], said[f"percent-{stage.pk}"] / 100) for stage in self.stages}
