"""Forms for segments, strategies and what they are made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.catalog.queries.catalogue import offerings_seen
from mutua.foundation.access import Actor
from mutua.foundation.access.people import people_who_may
from mutua.foundation.identity.models import User
from mutua.foundation.metrics import in_currency, metrics
from mutua.foundation.records.forms import NO_VERSION, ActForm, RecordForm
from mutua.strategy.actions.choose_levers import Wanted
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Objective, Review, Segment, StrategyVersion
from mutua.strategy.queries.segments import segments_seen
from mutua.strategy.queries.strategies import versions_seen


class SegmentForm(RecordForm):
    """What a segment is called; its predicate comes beside the form."""

    class Meta:
        model = Segment
        fields = ("name", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class StrategyForm(RecordForm):
    """A new strategy: where it stands on the board."""

    ansoff = forms.ChoiceField(choices=StrategyVersion.Ansoff.choices, label=gettext_lazy("Kind of growth"))

    class Meta:
        model = GenericStrategy
        fields = ("name", "segment", "offering")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        accounts = segments_seen(actor).filter(party_kind=Segment.PartyKind.ACCOUNT)
        self.fields["segment"].queryset = accounts.order_by("name")  # type: ignore[attr-defined]
        self.fields["offering"].queryset = offerings_seen(actor).order_by("sort_key")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "ansoff": self.cleaned_data["ansoff"]}


class StrategyNameForm(RecordForm):
    """Renaming a strategy or handing it over."""

    class Meta:
        model = GenericStrategy
        fields = ("name", "owner")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        able = people_who_may("strategy.review.decide").values("pk")
        owners = User.objects.filter(Q(pk__in=able) | Q(pk=self.instance.owner_id)).order_by("name", "pk")
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class VersionForm(RecordForm):
    """A statement and its four answers, marked by copying the words that give them."""

    class Meta:
        model = StrategyVersion
        fields = ("statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff", "alpha")
        widgets = {"statement": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "statement": gettext_lazy("Three sentences at most."),
            "who": gettext_lazy("Copy the words of the statement that say it."),
            "alpha": gettext_lazy("How often a healthy strategy may be called unfit, over all objectives together: 0.05 is one in twenty."),
        }


class ObjectiveForm(RecordForm):
    """What a version is measured by. The measures are those that the domains above have registered."""

    metric = forms.ChoiceField(label=gettext_lazy("Measure"))

    class Meta:
        model = Objective
        fields = (
            "name",
            "metric",
            "perspective",
            "serves",
            "target",
            "tolerance",
            "break_even",
            "baseline",
            "due",
            "budget",
            "planned_return",
        )
        widgets = {"due": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "target": gettext_lazy("What you plan for, in the unit of the measure; a share of 97 % is 0.97."),
            "tolerance": gettext_lazy("How far from the plan is still good."),
            "serves": gettext_lazy("What works for what: learning for processes, these for customers, these for money."),
            "break_even": gettext_lazy("Beyond this the strategy costs more than it brings."),
        }

    def __init__(self, actor: Actor, *args: Any, version: StrategyVersion, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["serves"].queryset = version.objectives.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        counted = [in_currency(one, version.strategy.offering.currency) for one in metrics()]
        known = [(one.key, _("%(title)s (%(unit)s)") % {"title": one.title, "unit": one.unit}) for one in counted]
        self.fields["metric"].choices = known  # type: ignore[attr-defined]


class AssumptionForm(ActForm):
    """What must be true, and how that is tested."""

    sentence = forms.CharField(
        max_length=300,
        label=gettext_lazy("Assumption"),
        error_messages={"required": gettext_lazy("Say what must be true for this to work. Nothing was saved.")},
    )
    metric = forms.ChoiceField(required=False, label=gettext_lazy("Measure that would show it"))
    test_plan = forms.CharField(
        max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("How it is tested")
    )
    due = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label=gettext_lazy("Tested by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].choices = [("", "–"), *((one.key, str(one.title)) for one in metrics())]  # type: ignore[attr-defined]


class LeverForm(forms.Form):
    """One row of the levers."""

    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Lever"))
    contribution = forms.DecimalField(max_digits=18, decimal_places=2, required=False, min_value=0, label=gettext_lazy("Brings a year"))
    is_chosen = forms.BooleanField(required=False, label=gettext_lazy("Chosen"))

    def wanted(self) -> Wanted:
        return Wanted(self.cleaned_data.get("name") or "", self.cleaned_data.get("contribution"), bool(self.cleaned_data.get("is_chosen")))


LeverFormSet = forms.formset_factory(LeverForm, extra=3, max_num=60)


class DecisionForm(forms.Form):
    """Continue, amend or abandon, and why."""

    decision = forms.ChoiceField(choices=Review.Decision.choices, widget=forms.RadioSelect, label=gettext_lazy("Decision"))
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        label=gettext_lazy("Why"),
        error_messages={"required": gettext_lazy("Say why: whoever reads this next year was not there. Nothing was decided.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})


class StandsOn(forms.ModelMultipleChoiceField):
    """Versions of strategies, each with its state: on one that was amended or abandoned nothing new stands."""

    def label_from_instance(self, obj: StrategyVersion) -> str:
        return f"{obj} · {obj.get_state_display()}"


class CustomerStrategyForm(RecordForm):
    """What we want with one customer, and on which strategies it stands."""

    versions = StandsOn(
        queryset=StrategyVersion.objects.none(), required=False, label=gettext_lazy("Stands on"), widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("In force"))

    class Meta:
        model = CustomerStrategy
        fields = ("statement",)
        widgets = {"statement": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["statement"].required = True
        self.fields["statement"].error_messages["required"] = gettext_lazy("Say what you want with this customer. Nothing was saved.")
        own = self.instance.versions.values_list("pk", flat=True) if self.instance.pk else []
        active = versions_seen(actor).filter(state=StrategyVersion.State.ACTIVE)
        self.fields["versions"].queryset = (active | versions_seen(actor).filter(pk__in=list(own))).order_by("strategy__name")  # type: ignore[attr-defined]
        self.initial.setdefault("versions", list(own))
        self.initial.setdefault("is_active", self.instance.state == StrategyVersion.State.ACTIVE)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "versions": list(self.cleaned_data["versions"]), "is_active": self.cleaned_data["is_active"]}
