"""Forms for what a version rests on: needs, market positions, findings and options."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.models import Need
from mutua.foundation.access import Actor
from mutua.foundation.metrics import metrics
from mutua.foundation.records.forms import NO_VERSION, ActForm
from mutua.strategy.actions.find_swot import Ground
from mutua.strategy.actions.place_in_market import Placed
from mutua.strategy.models import Lever, Option, StrategyVersion, SwotItem
from mutua.strategy.queries.grounds import needs_offered

HUNDRED = Decimal(100)


class NeedChoice(forms.ModelChoiceField):
    """A need with the one whose need it is."""

    def label_from_instance(self, need: Any) -> str:
        return f"{need.words} ({need.account or need.person})"


class NeedChoices(forms.ModelMultipleChoiceField):
    """Needs with those whose needs they are, how important and how well satisfied."""

    def label_from_instance(self, need: Any) -> str:
        told = {"whose": need.account or need.person, "important": need.importance, "satisfied": need.satisfaction or "–"}
        return f"{need.words} " + _("(%(whose)s; importance %(important)s, satisfied %(satisfied)s)") % told


class SwotForm(ActForm):
    """A finding and what it rests on."""

    kind = forms.ChoiceField(choices=SwotItem.Kind.choices, label=gettext_lazy("Kind"))
    sentence = forms.CharField(max_length=240, label=gettext_lazy("What we find"))
    need = NeedChoice(queryset=Need.objects.none(), required=False, label=gettext_lazy("Rests on the need"))
    metric = forms.ChoiceField(required=False, label=gettext_lazy("Rests on the measure"))
    link = forms.CharField(
        max_length=400,
        required=False,
        label=gettext_lazy("Rests on the page"),
        help_text=gettext_lazy("Its path in Mutua, with the filter that shows the rows: /deals/?f=…"),
    )
    evidence = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("In words"), help_text=gettext_lazy("Such as “23 of 66 late”.")
    )

    def __init__(self, actor: Actor, version: StrategyVersion, item: SwotItem | None, *args: Any, **kwargs: Any) -> None:
        names = ("kind", "sentence", "need", "metric", "link", "evidence")
        stands = {name: getattr(item, name) for name in names} if item else {}
        super().__init__(*args, **{**kwargs, "initial": {**stands, **kwargs.get("initial", {})}})
        if item is not None:
            self.fields["version"] = version_field(version)
        self.fields["need"].queryset = needs_offered(actor, version).select_related("account", "person")  # type: ignore[attr-defined]
        self.fields["metric"].choices = [("", "–"), *((one.key, str(one.title)) for one in metrics())]  # type: ignore[attr-defined]

    def carried_out(self, act: Callable[..., Any]) -> Any:
        def with_ground(*, evidence: str, link: str, need: Need | None, metric: str, **sent: Any) -> Any:
            return act(**sent, ground=Ground(evidence, link, need, metric))

        return super().carried_out(with_ground)


class OptionForm(ActForm):
    """An option, and what becomes of it."""

    sentence = forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("What could be done"))
    state = forms.ChoiceField(choices=Option.State.choices, widget=forms.RadioSelect, label=gettext_lazy("Decided"))
    lever = forms.ModelChoiceField(queryset=Lever.objects.none(), required=False, label=gettext_lazy("Pulled by the lever"))
    reason = forms.CharField(
        max_length=400, required=False, label=gettext_lazy("Why"), help_text=gettext_lazy("Needed where it is dismissed.")
    )

    def __init__(self, option: Option, *args: Any, **kwargs: Any) -> None:
        stands = {name: getattr(option, name) for name in ("sentence", "state", "lever", "reason")}
        super().__init__(*args, **{**kwargs, "initial": {**stands, **kwargs.get("initial", {})}})
        self.fields["version"] = version_field(option.version_of)
        self.fields["lever"].queryset = Lever.objects.filter(uses__version=option.version_of_id)  # type: ignore[attr-defined]


class NeedsForm(ActForm):
    """Which needs a version answers."""

    needs = NeedChoices(
        queryset=Need.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Needs that it answers")
    )

    def __init__(self, actor: Actor, version: StrategyVersion, *args: Any, **kwargs: Any) -> None:
        named = list(version.served_needs.values_list("need", flat=True))
        super().__init__(*args, **{**kwargs, "initial": {"needs": named}})
        self.fields["version"] = version_field(version)
        self.fields["needs"].queryset = needs_offered(actor, version).select_related("account", "person")  # type: ignore[attr-defined]

    def carried_out(self, act: Callable[..., Any]) -> Any:
        return super().carried_out(lambda *, needs, version: act([need.pk for need in needs], version=version))


class PlaceForm(forms.Form):
    """One year of the market; the share is written in percent."""

    year = forms.IntegerField(min_value=1950, max_value=2200, required=False, label=gettext_lazy("Year"))
    share = forms.DecimalField(
        min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False, label=gettext_lazy("Our share, %")
    )
    size = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, required=False, label=gettext_lazy("Market, a year"))
    rank = forms.IntegerField(min_value=1, max_value=999, required=False, label=gettext_lazy("Rank"))
    is_envisioned = forms.BooleanField(required=False, label=gettext_lazy("Envisioned"))
    origin = forms.CharField(max_length=200, required=False, label=gettext_lazy("Where it comes from"))

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if any(sent.get(name) not in (None, "") for name in ("share", "size", "rank", "origin")) and sent.get("year") is None:
            self.add_error("year", _("Say of which year this is."))
        if sent.get("year") is not None and sent.get("share") is None and "share" not in self.errors:
            self.add_error("share", _("Say which share we have, or want to have."))
        return sent

    def placed(self) -> Placed | None:
        """None for an empty row."""
        sent = self.cleaned_data
        if sent.get("year") is None:
            return None
        return Placed(sent["year"], sent["share"] / HUNDRED, bool(sent["is_envisioned"]), sent["size"], sent["rank"], sent["origin"])


PlaceFormSet = forms.formset_factory(PlaceForm, extra=3, max_num=24)


def version_field(version: StrategyVersion) -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, initial=version.version, error_messages={"required": NO_VERSION})
