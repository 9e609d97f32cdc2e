"""Forms of the catalogue of touchpoints. What is allowed is decided by the action; what would move is shown before it is called."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import Lines
from mutua.relationships.forms import ActForm
from mutua.relationships.models import Activity, Touchpoint
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.queries.catalogue import Entry
from mutua.relationships.rules.book import MOST_LEAD_DAYS

NEED, EFFECT = "need_", "effect_"
BY_KEY: Any = _("Small letters, digits and dashes. Empty: made from the name. It stays for ever.")


class TouchpointForm(ActForm):
    """A touchpoint of the catalogue. stands: the one that is changed; None for a new one."""

    name = forms.CharField(label=_("Name"), max_length=120)
    key = forms.CharField(label=_("Key"), max_length=60, help_text=BY_KEY, required=False)
    our_departments = Lines(label=_("Our departments"), help_text=_("One a line."))
    their_departments = Lines(label=_("Their departments"), help_text=_("One a line."))
    measures = Lines(label=_("Measures"), help_text=_("Their keys, one a line, such as on-time-in-full."), required=False)
    contacts_per_year = forms.IntegerField(label=_("Contacts a year"), min_value=0, max_value=10_000_000, required=False)
    place = forms.IntegerField(
        label=_("Place in the catalogue"), help_text=_("1 stands first."), min_value=1, max_value=200, required=False
    )
    involves_sales = forms.BooleanField(label=_("Involves sales"), required=False)

    def __init__(self, stands: Touchpoint | None, data: Any = None) -> None:
        names = [name for name in self.base_fields if name not in ("place", "version")]
        initial = {name: getattr(stands, name) for name in names} | {"version": stands.version} if stands else {"contacts_per_year": 0}
        super().__init__(data, initial=initial)
        if stands is None:
            del self.fields["version"]
        else:
            del self.fields["key"]
            self.initial["place"] = stands.position + 1

    def values(self) -> dict[str, Any]:
        said = {**self.cleaned_data, "contacts_per_year": self.cleaned_data["contacts_per_year"] or 0}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}


class ActivityForm(ActForm):
    """An activity of the catalogue: what it defines, what it asks for, what it costs and moves."""

    PER_LINE: ClassVar[Any] = _("Activities of this touchpoint that have to be practised before.")

    name = forms.CharField(label=_("Name"), max_length=120)
    key = forms.CharField(label=_("Key"), max_length=60, help_text=BY_KEY, required=False)
    type = forms.ChoiceField(label=_("Type it defines"), choices=TYPES)
    slot = forms.CharField(
        label=_("Slot"), max_length=40, help_text=_("Activities in one slot are alternatives, such as appointment."), required=False
    )
    cost = forms.DecimalField(label=_("Cost"), min_value=0, max_digits=18, decimal_places=2, required=False)
    hours = forms.IntegerField(label=_("Hours of ours"), min_value=0, max_value=10_000_000, required=False)
    lead_days = forms.IntegerField(label=_("Lead time in days"), min_value=0, max_value=MOST_LEAD_DAYS, required=False)
    place = forms.IntegerField(
        label=_("Place at the touchpoint"), help_text=_("1 stands first."), min_value=1, max_value=200, required=False
    )
    requires = forms.MultipleChoiceField(label=_("Prerequisites"), help_text=PER_LINE, widget=forms.CheckboxSelectMultiple, required=False)
    moves = forms.MultipleChoiceField(
        label=_("Measures it moves"), help_text=_("None: all of the touchpoint."), widget=forms.CheckboxSelectMultiple, required=False
    )

    effects_from = forms.CharField(
        label=_("Where the effects come from"),
        max_length=200,
        help_text=_("An evaluation, a publication. Empty: an assumption."),
        required=False,
    )

    def __init__(self, entry: Entry, stands: Activity | None, data: Any = None) -> None:
        names = [name for name in self.base_fields if name not in ("place", "version")]
        initial: dict[str, Any] = {name: getattr(stands, name) for name in names} if stands else {"cost": 0, "hours": 0, "lead_days": 0}
        super().__init__(data, initial=initial)
        if stands is None:
            del self.fields["version"]
        else:
            del self.fields["key"]
            self.initial.update({"version": stands.version, "place": stands.position + 1})
            self.initial.update({f"{NEED}{dimension}": level for dimension, level in stands.needs.items()})
        for dimension, label in DIMENSIONS:
            self.fields[f"{NEED}{dimension}"] = forms.DecimalField(
                label=_("%(dimension)s needed of both, 0 to 4") % {"dimension": label},
                min_value=0,
                max_value=4,
                decimal_places=1,
                required=False,
            )
        unit = _("In its own unit: 0.01 is one point of a share, −2 two days less. Empty: nothing is said.")
        for place, measure in enumerate(entry.touchpoint.measures):
            self.fields[f"{EFFECT}{measure}"] = forms.DecimalField(
                label=_("Changes %(measure)s by") % {"measure": measure},
                help_text="" if place else unit,
                decimal_places=4,
                max_digits=8,
                required=False,
            )
            if stands is not None and measure in stands.effects:
                self.initial[f"{EFFECT}{measure}"] = stands.effects[measure]
        last = ("requires", "moves", *(f"{EFFECT}{measure}" for measure in entry.touchpoint.measures), "effects_from")
        self.order_fields([*(name for name in self.fields if name not in last), *last])
        others = [(activity.key, activity.name) for activity in entry.activities if stands is None or activity.key != stands.key]
        self._offer("requires", others)
        self._offer("moves", [(measure, measure) for measure in entry.touchpoint.measures])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith((NEED, EFFECT))}
        said |= {name: tuple(said.get(name, ())) for name in ("requires", "moves")}
        said |= {name: said[name] or 0 for name in ("hours", "lead_days")} | {"cost": said["cost"] or Decimal(0)}
        sizes = {name.removeprefix(EFFECT): size for name, size in self.cleaned_data.items() if name.startswith(EFFECT)}
        said["effects"] = {measure: size.normalize() for measure, size in sizes.items() if size}
        said["needs"] = {key: level for key, _label in DIMENSIONS if (level := self.cleaned_data[f"{NEED}{key}"])}
        return said


class ImportForm(forms.Form):
    """A file with a catalogue, or its text once it was read."""

    file = forms.FileField(label=_("TOML file"), required=False)
    text = forms.CharField(
        label=_("Or its text"), widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}), strip=False, required=False
    )
    retire_missing = forms.BooleanField(
        label=_("Retire what the file does not name"),
        help_text=_("Without this, what stands in the catalogue and not in the file is kept."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not said.get("text", "").strip():
            self.add_error("file", _("Choose a file, or put its text below. Nothing was changed."))
        return said
