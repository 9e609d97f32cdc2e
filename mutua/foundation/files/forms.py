"""Forms for files."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.files.rules.names import LONGEST
from mutua.foundation.records.forms import ActForm


class RenameForm(ActForm):
    name = forms.CharField(label=_("Name"), max_length=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput)
