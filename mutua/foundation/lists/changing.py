"""Changing a field of many rows at once: what can be edited in place in a list can be changed for all chosen rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import CUSTOM, hidden_keys
from mutua.foundation.fields.forms import PREFIX, custom_form_fields, custom_values
from mutua.foundation.fields.registry import Field
from mutua.foundation.lists.spec import BulkAct, Column, Done, Earlier


def change_act(
    columns: Sequence[Column],
    *,
    kind: str,
    needs: str,
    take_back: Callable[[Actor, list[int], Earlier], int | Done],
    custom: tuple[str, Callable[..., Any]] | None = None,
) -> BulkAct:
    """The act “Change” over those of the columns that can be edited in place, and over custom fields. All chosen rows are changed, or none.

    kind: whose fields they show. custom: the permission and the act by which custom values are written, as a list's `custom_edit`.
    """
    editable = {column.key: column for column in columns if column.edit is not None}

    @transaction.atomic
    def run(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
        given = {key: str(value) for key, value in cleaned.items() if key in editable and value not in (None, "")}
        own = {name: value for name, value in custom_values(cleaned).items() if value is not None}
        for number in ids:
            for key, value in given.items():
                editable[key].edit.save(actor, number, None, value)  # type: ignore[union-attr]
            if own and custom is not None:
                custom[1](actor, number, version=None, custom=own)
        return len(ids)

    def form_for(actor: Actor, data: Any) -> forms.Form:
        seen = [column for column in editable.values() if f"{kind}.{column.key}" not in actor.hidden]
        shown = [column for column in seen if column.edit is not None and may(actor, column.edit.needs)]
        own = _custom_controls(actor, kind) if custom is not None and may(actor, custom[0]) else {}
        return ChangeForm(actor, shown, data, own)

    def preview(actor: Actor, rows: Any) -> str:
        return _("What you fill in is written into every row. What you leave empty stays as it is in each.")

    def offered(known: Mapping[str, Field]) -> bool:
        return bool(editable) or any(one.is_custom and not one.computed and one.record_kind == kind for one in known.values())

    return BulkAct(
        "change",
        gettext_lazy("Change"),
        needs,
        run,
        icon="pencil",
        form_for=form_for,
        preview=preview,
        take_back=take_back,
        offered=offered,
    )


def _custom_controls(actor: Actor, kind: str) -> dict[str, forms.Field]:
    """One for each custom field that the actor sees, empty."""
    hidden = {key.replace(CUSTOM, PREFIX, 1) for key in hidden_keys(actor, kind) if key.startswith(CUSTOM)}
    controls = {name: control for name, control in custom_form_fields(kind, {}).items() if name not in hidden}
    for control in controls.values():
        if isinstance(control, forms.ChoiceField) and not isinstance(control, forms.MultipleChoiceField):
            known: Iterable[Any] = control.widget.choices
            control.choices = [("", _("as it is")), *(one for one in known if one[0])]
        elif isinstance(control.widget, forms.TextInput | forms.NumberInput):
            control.widget.attrs["placeholder"] = _("as it is")
    return controls


class ChangeForm(forms.Form):
    """One control for each column. What is left empty stays as it is in each row."""

    def __init__(self, actor: Actor, columns: Sequence[Column], data: Any = None, own: Mapping[str, forms.Field] | None = None) -> None:
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
        self.fields |= dict(own or {})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(value not in (None, "", []) for value in cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Nothing is to be changed yet. Fill in at least one field."))
        return cleaned
