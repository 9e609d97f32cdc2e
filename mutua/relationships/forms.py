"""Forms of relationships. What is allowed is decided by the action that a form calls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.choices import PersonChoice
from mutua.customers.models import Department
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.hidden import CUSTOM, hidden_columns
from mutua.foundation.fields.forms import PREFIX, custom_form_fields, custom_values
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import NO_VERSION
from mutua.foundation.records.models import Record
from mutua.relationships.models import AccountTouchpoint, Engagement
from mutua.relationships.models.labels import SIDES, TYPES
from mutua.relationships.queries.catalogue import Entry

HUNDREDTH = Decimal("0.01")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActForm(forms.Form):
    """A form that hands its values to an action and shows the action's refusal beside the field that it names."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})

    def add_custom(self, actor: Actor, model: type[Record], stands: dict[str, Any] | None = None) -> None:
        """The custom fields that this actor may write of such a record. stands: the record's values."""
        unseen = hidden_columns(actor, model)
        offered = custom_form_fields(kind_of(model), stands or {})
        self.fields |= {name: field for name, field in offered.items() if name.replace(PREFIX, CUSTOM, 1) not in unseen}

    def values(self) -> dict[str, Any]:
        """What the action takes, by keyword."""
        built_in = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        own = custom_values(self.cleaned_data)
        return {**built_in, "custom": own} if own else built_in

    def carried_out(self, act: Callable[..., Any]) -> Any:
        """What `act(**values)` returned; None when the form is wrong or the act was refused, which it then shows."""
        if not self.is_valid():
            return None
        try:
            return act(**self.values())
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            return None


class PercentField(forms.DecimalField):
    """A share that people write as percent: 92.5 stands for 0.925."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return (value * 100).normalize().__format__("f") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found / 100 if found is not None else None


class AmountsField(forms.CharField):
    """One amount a quarter, separated by spaces or semicolons: "30000 30000 30000"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def prepare_value(self, value: Any) -> Any:
        return " ".join(f"{Decimal(str(amount)).normalize():f}" for amount in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[Decimal]:  # type: ignore[override]
        text = super().clean(value)
        try:
            amounts = [Decimal(word.replace(",", "")) for word in text.replace(";", " ").split()]
        except ArithmeticError as error:
            raise forms.ValidationError(_("Write one number a quarter, separated by spaces, such as 30000 30000.")) from error
        if any(not amount.is_finite() or abs(amount) >= 10**15 for amount in amounts):
            raise forms.ValidationError(_("These numbers are too large to be amounts of money."))
        return [amount.quantize(HUNDREDTH) for amount in amounts]


class TeamsField(forms.CharField):
    """Hours by team and quarter, one team a line: "Logistics: 120 80"."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{team}: {' '.join(f'{Decimal(str(hour)).normalize():f}' for hour in row)}" for team, row in value.items())

    def clean(self, value: Any) -> dict[str, list[float]]:  # type: ignore[override]
        found: dict[str, list[float]] = {}
        for line in filter(str.strip, super().clean(value).splitlines()):
            team, _colon, hours = line.rpartition(":")
            try:
                found[team.strip()] = [float(Decimal(word.replace(",", ""))) for word in hours.split()]
            except ArithmeticError as error:
                raise forms.ValidationError(_("Write one team a line, such as “Logistics: 120 80”.")) from error
            if not team.strip() or not found[team.strip()]:
                raise forms.ValidationError(_("Write one team a line, such as “Logistics: 120 80”."))
        return found


class LabelForm(ActForm):
    label = forms.ChoiceField(label=_("Type"), choices=[("", _("none: show what is derived")), *TYPES], required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class EngagementForm(ActForm):
    """A first entry for an activity that does not stand at the touchpoint yet."""

    activity = forms.ChoiceField(label=_("Activity"))
    state = forms.ChoiceField(
        label=_("State today"), choices=[("planned", _("Planned")), ("pilot", _("Pilot")), ("partial", _("Partial")), ("full", _("Full"))]
    )
    since = forms.DateField(label=_("Since"), widget=day_input(), required=False)
    evidence = forms.CharField(label=_("How we know"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, entry: Entry, taken: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        labels = dict(TYPES)
        groups: dict[str, list[tuple[str, str]]] = {}
        for activity in entry.activities:
            if activity.key not in taken:
                groups.setdefault(str(labels[activity.type]), []).append((activity.key, activity.name))
        self.fields["activity"].choices = list(groups.items())  # type: ignore[attr-defined]


class EvidenceForm(ActForm):
    """How we know what is practised. Its state moves by acts of its own."""

    evidence = forms.CharField(label=_("How we know"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    evidence_url = forms.CharField(label=_("Link to the evidence"), max_length=500, required=False)

    def __init__(self, actor: Actor, engagement: Engagement, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(engagement, name) for name in ("evidence", "evidence_url", "version")})
        self.add_custom(actor, Engagement, engagement.custom)


class MoveForm(ActForm):
    to = forms.CharField()
    evidence = forms.CharField(required=False)
    evidence_url = forms.CharField(required=False)


class AcknowledgeForm(ActForm):
    note = forms.CharField(label=_("What is done about it"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class StakesForm(ActForm):
    """Who meets here, and what a year of it is worth."""

    owner: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Owner"), required=False)
    our_person: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Who answers for it here"), required=False)
    our_departments: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Our departments"), required=False
    )
    their_departments: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Their departments"), required=False
    )
    occasions_per_year = forms.IntegerField(label=_("Occasions a year"), help_text=_("Empty: counted."), min_value=0, required=False)
    value_each = forms.DecimalField(
        label=_("Value of each"), help_text=_("Empty: counted."), min_value=0, max_digits=18, decimal_places=2, required=False
    )
    lost_share = PercentField(label=_("Failed value that is lost, %"))
    margin_share = PercentField(label=_("Margin on it, %"))
    charge_back_share = PercentField(label=_("Charge-back on failed value, %"))

    def __init__(self, actor: Actor, at: AccountTouchpoint, data: Any = None, **kwargs: Any) -> None:
        initial = {name: getattr(at, name) for name in self.base_fields if not name.endswith("departments")}
        initial |= {name: getattr(at, name).all() for name in ("our_departments", "their_departments")}
        super().__init__(data, initial=initial, **kwargs)
        departments = visible_to(actor, Department.objects.all())
        choices = {"owner": colleagues(), "our_person": colleagues(), "our_departments": departments.filter(account=None)}
        choices["their_departments"] = departments.filter(account=at.account_id)
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["their_person"] = PersonChoice(actor, label=_("Who answers for it there"), required=False)
        self.initial["their_person"] = at.their_person
        self.add_custom(actor, AccountTouchpoint, at.custom)


class BlockageForm(ActForm):
    side = forms.ChoiceField(label=_("Whose"), choices=SIDES, widget=forms.RadioSelect)
    what = forms.CharField(label=_("Process or system"), max_length=200)
    cost_per_year = forms.DecimalField(label=_("What it costs a year"), min_value=0, max_digits=18, decimal_places=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
