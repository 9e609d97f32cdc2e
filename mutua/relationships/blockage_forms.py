"""The form that says which roadmap item closes a blockage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.relationships.forms import ActForm
from mutua.relationships.models import Blockage
from mutua.relationships.queries.blockages import closing_items


class CloseBlockageForm(ActForm):
    item: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Closed by"), empty_label=_("nothing: it still stands in the way"), required=False
    )

    def __init__(self, actor: Actor, blockage: Blockage, data: Any = None) -> None:
        super().__init__(data, initial={"item": blockage.closed_by_id, "version": blockage.version})
        self.fields["item"].queryset = closing_items(actor, blockage.account_touchpoint.account_id)  # type: ignore[attr-defined]
