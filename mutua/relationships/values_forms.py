"""Forms of the value ledger beside the first one."""

from __future__ import annotations

from typing import Any

from django import forms

from mutua.relationships.forms import ValueForm
from mutua.relationships.models import ValueEntry

FIELDS = ("side", "component", "kind", "amount", "currency", "period", "evidence")


class ChangeValueForm(ValueForm):
    """The entry as it stands; what the customer has answered is claimed anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, entry: ValueEntry, *args: Any, **kwargs: Any) -> None:
        answered = entry.kind not in ("expected", "claimed")
        initial = {name: getattr(entry, name) for name in FIELDS} | {"version": entry.version} | ({"kind": "claimed"} if answered else {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
