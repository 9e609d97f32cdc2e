"""Forms for records: fields from the model and from custom definitions; what is allowed is decided by the action that the form calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import CUSTOM, hidden_columns
from mutua.foundation.fields.forms import PREFIX, custom_form_fields, custom_values
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.records.errors import Refused

NO_VERSION = _("The form did not say which version it shows. Nothing was saved; load the page again.")


def version_sent(request: HttpRequest) -> int:
    """The version that the page had shown; the way back in a toast has it in its address.

    Raises Refused where none was sent: what nobody has seen, nobody changes.
    """
    text = request.POST.get("version") or request.GET.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise Refused(NO_VERSION)
    return int(text)


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class ActForm(forms.Form):
    """A form that hands its values to an act and shows the refusal beside the field that it names."""

    def carried_out(self, act: Callable[..., Any]) -> Any:
        """What `act(**values)` returned; None when the form is wrong or the act was refused, which it then shows."""
        if not self.is_valid():
            return None
        try:
            return act(**self.cleaned_data)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            return None


class RecordForm(forms.ModelForm):
    """A form that hands its values to an action and shows the action's refusal beside the field that it names.

    It has the custom fields of its model, where that takes any.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": NO_VERSION},
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.custom_kind = kind_of(self._meta.model)
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.initial["version"] = self.instance.version
        if self.custom_kind:
            self.fields |= custom_form_fields(self.custom_kind, self.instance.custom)
        for name in hidden_columns(actor, self._meta.model):
            self.fields.pop(name.replace(CUSTOM, PREFIX, 1) if name.startswith(CUSTOM) else name, None)

    def _post_clean(self) -> None:
        """Nothing: the model's own checks are the action's work, and the instance stays as the database has it."""

    def values(self) -> dict[str, Any]:
        """What the action takes, by keyword."""
        values = {name: value for name, value in self.cleaned_data.items() if name in (self._meta.fields or ())}
        if self.custom_kind:
            values["custom"] = custom_values(self.cleaned_data)
        if "version" in self.fields:
            values["version"] = self.cleaned_data["version"]
        return values

    def carried_out(self, act: Callable[..., Any]) -> Any:
        """What `act(**values)` returned; None when the form is wrong or the act was refused, which it then shows."""
        if not self.is_valid():
            return None
        try:
            return act(**self.values())
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            return None
