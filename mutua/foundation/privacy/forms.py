"""The form that asks twice before a person is erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import ActForm


class EraseForm(ActForm):
    """typed: the person's name, again. reason: what the log says; it names nobody."""

    typed = forms.CharField(max_length=220)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False, help_text=_("Stays in the log. Do not name the person."))

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].label = _("Type “%(name)s” to confirm") % {"name": name}
        self.fields["typed"].widget.attrs["autocomplete"] = "off"
