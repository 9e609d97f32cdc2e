"""Forms of roadmap items: what one asks and brings, and the act of passing a closed gate."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.colleagues import colleagues
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.forms import ActForm, AmountsField, TeamsField, day_input
from mutua.relationships.models import RoadmapItem, SegmentItem
from mutua.relationships.models.figures import Figures
from mutua.relationships.models.labels import COMPONENTS, ESTIMATES, SIDES
from mutua.relationships.queries.catalogue import catalogue
from mutua.strategy.models import GenericStrategy, Lever, Segment
from mutua.strategy.queries.segments import segments_seen

RETURNS = {
    f"{side}_{component}_{estimate}": (side, component, estimate)
    for side, _s in SIDES
    for component, _c in COMPONENTS
    for estimate, _e in ESTIMATES
}


class FiguresForm(ActForm):
    """What an item costs and brings each side, quarter by quarter from its start. Its returns are a table: side × component × estimate."""

    PER_QUARTER: ClassVar[Any] = _("One amount a quarter from the start, such as 30000 30000.")

    title = forms.CharField(label=_("Title"), max_length=160, required=False, help_text=_("Empty: the name of the activity."))
    lasts = forms.IntegerField(label=_("Quarters it takes"), help_text=_("0: done within its quarter."), min_value=0, max_value=40)
    investment_us = AmountsField(label=_("Our investment"), help_text=PER_QUARTER, required=False)
    investment_them = AmountsField(label=_("Their investment"), required=False)
    hours = TeamsField(label=_("Hours by team"), help_text=_("One team a line: “Logistics: 120 80”."), required=False)
    not_before = forms.IntegerField(label=_("First quarter in which it may start"), min_value=1, max_value=40)
    strategy: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Strategy it serves"), required=False)
    lever: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Lever it pulls"), required=False)
    gate = forms.DecimalField(
        label=_("Gate"),
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        help_text=_("The least readiness ratio. It is raised here."),
    )

    def __init__(self, actor: Actor, figures: Figures | None, data: Any = None) -> None:
        plain = [name for name in self.base_fields if name not in RETURNS]
        super().__init__(data, initial={name: getattr(figures, name) for name in plain} if figures is not None else None)
        self.fields["strategy"].queryset = visible_to(actor, GenericStrategy.objects.all())  # type: ignore[attr-defined]
        self.fields["lever"].queryset = visible_to(actor, Lever.objects.all())  # type: ignore[attr-defined]
        told = figures.returns if figures is not None else {}
        for name, (side, component, estimate) in RETURNS.items():
            words = {"side": dict(SIDES)[side], "what": dict(COMPONENTS)[component], "estimate": dict(ESTIMATES)[estimate]}
            self.fields[name] = AmountsField(label=_("%(side)s: %(what)s, %(estimate)s") % words, required=False)
            self.fields[name].widget.attrs["class"] = "form-control"
            self.initial[name] = told.get(side, {}).get(component, {}).get(estimate, [])

    def values(self) -> dict[str, Any]:
        """What the action takes; the cells of the table become one value."""
        values = super().values()
        returns: dict[str, Any] = {}
        for name, (side, component, estimate) in RETURNS.items():
            returns.setdefault(side, {}).setdefault(component, {})[estimate] = values.pop(name, [])
        return {**values, "returns": returns}

    def plain_fields(self) -> Iterable[forms.BoundField]:
        """Everything but the table of returns."""
        return (bound for bound in self if bound.name not in RETURNS)

    def returns_table(self) -> list[tuple[str, Any, list[tuple[Any, list[forms.BoundField]]]]]:
        """By side: its key, its name, and for each component its name with the cells low, likely, high."""
        return [
            (side, said, [(what, [self[f"{side}_{component}_{estimate}"] for estimate, _e in ESTIMATES]) for component, what in COMPONENTS])
            for side, said in SIDES
        ]


class SizeForm(FiguresForm):
    """The figures of an item of one account, with the custom fields of items."""

    def __init__(self, actor: Actor, item: RoadmapItem, data: Any = None) -> None:
        super().__init__(actor, item, data)
        self.fields["owner"] = _owner_of(item)
        self.add_custom(actor, RoadmapItem, item.custom)


class StartedForm(ActForm):
    """What still changes of an item whose figures stand: its title, its owner, custom fields."""

    title = FiguresForm.base_fields["title"]

    def __init__(self, actor: Actor, item: RoadmapItem, data: Any = None) -> None:
        super().__init__(data, initial={"version": item.version, "title": item.title})
        self.fields["owner"] = _owner_of(item)
        self.add_custom(actor, RoadmapItem, item.custom)


def _owner_of(item: RoadmapItem) -> forms.Field:
    return forms.ModelChoiceField(queryset=colleagues(), label=_("Owner"), required=False, initial=item.owner_id)


class OverrideForm(ActForm):
    reason = forms.CharField(label=_("Why it is worth the risk"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    accepts_loss = forms.BooleanField(required=False)


class LowerForm(OverrideForm):
    gate = forms.DecimalField(label=_("New gate"), min_value=0, max_value=1, max_digits=3, decimal_places=2)


class OutlayForm(ActForm):
    """Money, or hours of a team, on one day."""

    on = forms.DateField(label=_("When"), widget=day_input(), initial=days.today)
    amount = forms.DecimalField(label=_("Amount"), max_digits=18, decimal_places=2, required=False)
    team = forms.CharField(label=_("Team"), max_length=80, required=False)
    hours = forms.DecimalField(label=_("Hours"), max_digits=10, decimal_places=2, required=False)
    note = forms.CharField(label=_("For what"), max_length=200, required=False)

    def __init__(self, item: RoadmapItem, data: Any = None) -> None:
        super().__init__(data, initial={"team": next(iter(item.hours), "")})
        del self.fields["version"]
        self.fields["amount"].label = _("Amount in %(currency)s") % {"currency": item.currency}

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {**values, "amount": values["amount"] or Decimal(0), "hours": values["hours"] or Decimal(0)}


class SegmentItemForm(FiguresForm):
    """The figures of one account, for every account of a segment. A new one is asked for its segment and activity first."""

    def __init__(self, actor: Actor, item: SegmentItem | None, data: Any = None) -> None:
        super().__init__(actor, item, data)
        if item is not None:
            return
        del self.fields["version"]
        groups: dict[str, list[tuple[str, str]]] = {}
        for entry in catalogue(actor).values():
            groups[entry.touchpoint.name] = [(activity.key, activity.name) for activity in entry.activities]
        segment: forms.ModelChoiceField = forms.ModelChoiceField(
            queryset=segments_seen(actor).filter(party_kind=Segment.PartyKind.ACCOUNT), label=_("Segment")
        )
        activity = forms.ChoiceField(label=_("Activity"), choices=[("", "–"), *groups.items()])
        # What is left empty the catalogue says.
        for name in ("lasts", "not_before", "gate"):
            self.fields[name].required = False
        self.fields = {"segment": segment, "activity_key": activity, **self.fields}

    def values(self) -> dict[str, Any]:
        values = super().values()
        if "segment" not in values:
            return values
        given = {name: value for name, value in values.items() if value not in (None, "", [], {}) and name != "returns"}
        given["segment_id"] = given.pop("segment").pk
        return {**given, "returns": values["returns"]}
