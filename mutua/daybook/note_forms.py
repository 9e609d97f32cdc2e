"""Forms for notes on records."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Note
from mutua.foundation.records.forms import ActForm, RecordForm


class NewNoteForm(ActForm):
    body = forms.CharField(
        label=_("Note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "placeholder": _("What should be known about it?")}),
    )


class NoteForm(RecordForm):
    class Meta:
        model = Note
        fields = ("body",)
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}
