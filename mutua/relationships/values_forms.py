"""Forms of the value ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.relationships.forms import ActForm, day_input
from mutua.relationships.models import RoadmapItem, ValueEntry
from mutua.relationships.queries.roadmaps import items_seen

FIELDS = ("side", "component", "kind", "amount", "currency", "period", "evidence")


class _Items(forms.ModelChoiceField):
    def label_from_instance(self, item: RoadmapItem) -> str:  # type: ignore[override]
        return f"{item.name} · {item.get_state_display()}"


class ValueForm(ActForm):
    """What one side gets in a quarter, and of which item of the account's roadmap."""

    side = forms.ChoiceField(label=_("Side"), choices=ValueEntry.Side.choices)
    component = forms.ChoiceField(label=_("Component"), choices=ValueEntry.Component.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("expected", _("Expected")), ("claimed", _("Claimed"))])
    amount = forms.DecimalField(label=_("Amount"), help_text=_("Negative for what this side gives."), max_digits=18, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    period = forms.DateField(label=_("Any day of the quarter"), widget=day_input(), initial=days.today)
    item = _Items(queryset=RoadmapItem.objects.none(), label=_("Roadmap item"), required=False, empty_label=_("None"))
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, actor: Actor, account_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items_seen(actor).filter(account_id=account_id)  # type: ignore[attr-defined]
        del self.fields["version"]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def values(self) -> dict[str, Any]:
        values = super().values()
        item = values.pop("item")
        return {**values, "item_id": item.pk if item is not None else None}


class ChangeValueForm(ValueForm):
    """The entry as it stands; what the customer has answered is claimed anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, actor: Actor, entry: ValueEntry, *args: Any) -> None:
        answered = entry.kind not in ("expected", "claimed")
        initial = {name: getattr(entry, name) for name in FIELDS} | {"version": entry.version} | ({"kind": "claimed"} if answered else {})
        super().__init__(actor, entry.account_id, *args, initial=initial | {"item": entry.item_id})
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.stands = entry.item_id
        # An item that this person does not see stays what it is.
        if self.stands is not None and not self.fields["item"].queryset.filter(pk=self.stands).exists():  # type: ignore[attr-defined]
            del self.fields["item"]

    def values(self) -> dict[str, Any]:
        return super().values() if "item" in self.fields else {**ActForm.values(self), "item_id": self.stands}
