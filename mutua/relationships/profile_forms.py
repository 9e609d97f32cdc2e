"""Forms of readiness and of desired profiles. What is allowed is decided by the action that a form calls."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.relationships.forms import ActForm, PercentField, day_input
from mutua.relationships.models import Profile, ProposalAnswer
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.queries.assessments import Assessment
from mutua.relationships.queries.catalogue import Entry
from mutua.relationships.rules.kinds import Dimension


class ReadinessForm(ActForm):
    """Five dimensions of one party, each 0.0 to 4.0 and how we know; empty where nobody knows."""

    confidence = PercentField(label=_("Confidence, %"))

    def __init__(self, known: Mapping[Dimension, Assessment], data: Any = None, **kwargs: Any) -> None:
        levels = {dimension.value: one.level for dimension, one in known.items()}
        sure = min((one.confidence for one in known.values()), default=Decimal("0.50"))
        super().__init__(data, initial={**levels, "confidence": sure}, **kwargs)
        del self.fields["version"]
        scales: dict[str, forms.Field] = {}
        for key, label in DIMENSIONS:
            scales[key] = forms.DecimalField(label=label, min_value=0, max_value=4, max_digits=2, decimal_places=1, required=False)
            scales[key].widget.attrs |= {"step": "0.1", "inputmode": "decimal"}
            words = {"dimension": str(label).lower()}
            scales[f"{key}_evidence"] = forms.CharField(label=_("How we know, %(dimension)s") % words, max_length=2000, required=False)
        self.fields = {**scales, **self.fields}

    def values(self) -> dict[str, Any]:
        levels = {key: self.cleaned_data[key] for key, _label in DIMENSIONS}
        evidences = {key: self.cleaned_data[f"{key}_evidence"] for key, _label in DIMENSIONS}
        return {"levels": levels, "evidences": evidences, "confidence": self.cleaned_data["confidence"]}


class ProposalForm(ActForm):
    """Take the level that the rows speak for, take another one, or refuse it with the reason."""

    answer = forms.ChoiceField(choices=ProposalAnswer.Answer.choices)
    level = forms.DecimalField(label=_("Another level"), min_value=0, max_value=4, max_digits=2, decimal_places=1, required=False)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["level"].widget.attrs |= {"step": "0.1", "inputmode": "decimal"}


class DraftProfileForm(ActForm):
    perspective = forms.ChoiceField(label=_("Whose wish"), choices=Profile.Perspective.choices)
    as_of = forms.DateField(label=_("As of"), widget=day_input(), initial=days.today)
    participants = forms.CharField(label=_("Participants"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    confidence = PercentField(
        label=_("Confidence, %"),
        help_text=_("Empty: 40 for a surrogate, 65 for a joint one that you write down, 80 for theirs. A joint session gives 90."),
        required=False,
    )
    confidence_reason = forms.CharField(
        label=_("Why so sure"), max_length=240, help_text=_("Needed where it is another figure than usual."), required=False
    )
    note = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class AgreeForm(ActForm):
    how = forms.CharField(label=_("Who of theirs, and how"), widget=forms.Textarea(attrs={"rows": 2}))


class KeepForm(ActForm):
    year = forms.IntegerField(label=_("Plan year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class CompareForm(forms.Form):
    """Two sides, each current or a perspective, on a day. What is wrong falls back to what stands now."""

    SIDES: ClassVar[Any] = [("current", _("What is practised")), *Profile.Perspective.choices]

    a = forms.ChoiceField(label=_("This"), choices=SIDES, required=False)
    a_on = forms.DateField(label=_("as of"), widget=day_input(), required=False)
    b = forms.ChoiceField(label=_("with"), choices=SIDES, required=False)
    b_on = forms.DateField(label=_("as of"), widget=day_input(), required=False)
    known = forms.ChoiceField(
        label=_("What was practised"), choices=[("then", _("as we knew it then")), ("now", _("as we know it now"))], required=False
    )


class DesiredForm(ActForm):
    """The activities that are wanted at one touchpoint, grouped by the type that they define."""

    activity_keys = forms.MultipleChoiceField(label=_("Wanted there"), widget=forms.CheckboxSelectMultiple, required=False)
    performance = PercentField(label=_("Level of performance wanted, %"), required=False)
    wish = forms.CharField(label=_("What they want, in their words"), max_length=240, required=False)
    measure = forms.ChoiceField(label=_("Measure to move"), required=False)
    change = forms.DecimalField(
        label=_("By how much"),
        help_text=_("In the unit of the measure: −2 is two days less."),
        max_digits=9,
        decimal_places=2,
        required=False,
    )

    def __init__(self, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("none")), *((key, measure_words(key)) for key in entry.touchpoint.measures)]  # type: ignore[attr-defined]
        labels = dict(TYPES)
        groups: dict[str, list[tuple[str, str]]] = {}
        for activity in entry.activities:
            groups.setdefault(str(labels[activity.type]), []).append((activity.key, activity.name))
        self.fields["activity_keys"].choices = list(groups.items())  # type: ignore[attr-defined]


def measure_words(key: str) -> str:
    """order-to-delivery-days → Order to delivery days."""
    return capfirst(key.replace("-", " "))
