"""What an administrator says of a custom field: only what its kind asks for is on the form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import relations_of
from mutua.foundation.fields.rollups import MEASURED

# The parts of the form listen for a change of these: a listener on the list itself would be missing for a moment after each drawing.
_REDRAWS = {"data-redraws": ""}
_ASKED = {
    "choice": ("choices",),
    "multi": ("choices",),
    "formula": ("formula",),
    "rollup": ("relation", "function", "of", "currency", "condition"),
}
_ALWAYS = ("record_kind", "label", "kind", "order")


class FieldForm(forms.Form):
    """A field that does not stand yet; an existing one has no kind to choose, since values hang on it."""

    record_kind = forms.ChoiceField(label=_("For"), widget=forms.Select(attrs=_REDRAWS))
    label = forms.CharField(label=_("Label"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind.choices, widget=forms.Select(attrs=_REDRAWS))
    choices = forms.CharField(label=_("Choices"), help_text=_("One a line."), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    formula = forms.CharField(
        label=_("Formula"),
        help_text=_(
            "Over the other fields of the same record, like: round(spend / coalesce(stores, 1), 2); and of the one that it names, like: account.spend"
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    relation = forms.ChoiceField(label=_("Which records"), required=False, widget=forms.Select(attrs=_REDRAWS))
    function = forms.ChoiceField(
        label=_("What of them"), required=False, choices=CustomField.Function.choices, widget=forms.Select(attrs=_REDRAWS)
    )
    of = forms.ChoiceField(label=_("Of which field"), required=False)
    currency = forms.CharField(
        label=_("In which currency"),
        help_text=_("For amounts: those in another one are not counted. Empty: the record’s own currency, where it has one."),
        required=False,
        max_length=3,
    )
    condition = forms.CharField(
        label=_("Only those for which"),
        help_text=_("Set the filter in the list of these records and paste the list’s address here; or write the filter itself."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    order = forms.IntegerField(
        label=_("Place"), help_text=_("Fields with a smaller number stand first."), min_value=0, max_value=999, initial=0
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, existing: CustomField | None = None) -> None:
        said = {**(_of_field(existing) if existing is not None else {}), **(initial or {})}
        super().__init__(data, initial=said)
        given = data if data is not None else said
        kinds = kinds_with_custom_fields()
        self.fields["record_kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        record_kind = existing.record_kind if existing else str(given.get("record_kind") or next(iter(kinds), ""))
        kind = existing.kind if existing else str(given.get("kind") or CustomField.Kind.TEXT)
        asked = [*_ALWAYS, *_ASKED.get(kind, ())]
        if existing is not None:
            asked = [name for name in asked if name not in ("record_kind", "kind")]
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        if kind == CustomField.Kind.ROLLUP:
            self._offer(record_kind, given)

    def _offer(self, record_kind: str, given: Mapping[str, Any]) -> None:
        """What can be rolled up over this kind of record, by what was chosen so far."""
        relations = relations_of(record_kind)
        self.fields["relation"].choices = [("", _now("Choose")), *((key, one.label) for key, one in relations.items())]  # type: ignore[attr-defined]
        relation, function = relations.get(str(given.get("relation") or "")), str(given.get("function") or "count")
        measured = MEASURED.get(function, ())
        known = Known().own(relation.to) if relation is not None and measured else {}
        offered = {key: one for key, one in known.items() if one.kind in measured and (one.computed or not (one.gathered or one.roll_up))}
        self.fields["of"].choices = [("", _now("Choose")), *((key, one.label) for key, one in offered.items())]  # type: ignore[attr-defined]
        if not measured:
            del self.fields["of"]
        # Asked before a field is chosen, so that nothing that is being typed is drawn anew under the hand.
        if not any(one.kind == "money" for one in offered.values()):
            del self.fields["currency"]

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]

    def clean_condition(self) -> dict[str, Any] | None:
        return read_condition(self.cleaned_data["condition"])


def read_condition(text: str) -> dict[str, Any] | None:
    """The filter that somebody wrote, or that the pasted address of a list holds. Raises ValidationError."""
    text = text.strip()
    if not text:
        return None
    written = text if text.startswith("{") else next(iter(parse_qs(urlsplit(text).query).get("f", [])), "")
    try:
        tree = json.loads(written)
        if not isinstance(tree, dict):
            raise ValueError(tree)
    except (ValueError, RecursionError):
        raise forms.ValidationError(
            _("This is neither the address of a list with a filter nor a filter. Set one with the button Filter, then copy the address.")
        ) from None
    return tree


def _of_field(field: CustomField) -> dict[str, Any]:
    return {
        "label": field.label,
        "choices": "\n".join(field.choices),
        "order": field.order,
        "formula": field.formula,
        "relation": field.relation,
        "function": field.function,
        "of": field.of,
        "currency": field.currency,
        "condition": json.dumps(field.condition, ensure_ascii=False) if field.condition else "",
    }
