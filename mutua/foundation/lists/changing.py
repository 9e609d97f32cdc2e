"""Changing a field of many rows at once: what can be edited in place in a list can be changed for all chosen rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.access import Actor, may
from mutua.foundation.lists.spec import BulkAct, Column, Done, Earlier


def change_act(
    columns: Sequence[Column], *, kind: str = "", needs: str, take_back: Callable[[Actor, list[int], Earlier], int | Done]
) -> BulkAct:
    """The act “Change” over those of the columns that can be edited in place. All chosen rows are changed, or none. kind: whose fields they show."""
    editable = {column.key: column for column in columns if column.edit is not None}

    @transaction.atomic
    def run(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
        given = {key: str(value) for key, value in cleaned.items() if value not in (None, "")}
        for number in ids:
            for key, value in given.items():
                editable[key].edit.save(actor, number, None, value)  # type: ignore[union-attr]
        return len(ids)

    def form_for(actor: Actor, data: Any) -> forms.Form:
        seen = [column for column in editable.values() if f"{kind}.{column.key}" not in actor.hidden]
        return ChangeForm(actor, [column for column in seen if column.edit is not None and may(actor, column.edit.needs)], data)

    def preview(actor: Actor, rows: Any) -> str:
        return _("What you fill in is written into every row. What you leave empty stays as it is in each.")

    return BulkAct("change", gettext_lazy("Change"), needs, run, icon="pencil", form_for=form_for, preview=preview, take_back=take_back)


class ChangeForm(forms.Form):
    """One control for each column. What is left empty stays as it is in each row."""

    def __init__(self, actor: Actor, columns: Sequence[Column], data: Any = None) -> None:
        super().__init__(data)
        stays = _("as it is")
        for column in columns:
            edit = column.edit
            if edit is None:
                continue
            if edit.choices is not None:
                offered = [(str(value), label) for value, label in edit.choices(actor) if str(value) not in ("", "None")]
                self.fields[column.key] = forms.ChoiceField(label=column.title, choices=[("", stays), *offered], required=False)
            else:
                shown = forms.TextInput(attrs={"placeholder": stays})
                self.fields[column.key] = forms.CharField(label=column.title, required=False, max_length=400, widget=shown)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(value not in (None, "") for value in cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Nothing is to be changed yet. Fill in at least one field."))
        return cleaned
