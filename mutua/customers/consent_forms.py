"""Forms for what people allow, and for the sentences that they are asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Consent, Purpose, Wording
from mutua.customers.queries.consents import wordings
from mutua.foundation import days
from mutua.foundation.records.forms import ActForm


class ConsentForm(ActForm):
    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)
    channel = forms.ChoiceField(label=_("By"), choices=Consent.Channel.choices)
    given = forms.TypedChoiceField(
        label=_("They"), choices=[("yes", _("allow it")), ("no", _("take it back"))], coerce=lambda value: value == "yes"
    )
    at = forms.DateTimeField(label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
    how = forms.ChoiceField(label=_("How"), choices=[choice for choice in Consent.How.choices if choice[0] != Consent.How.IMPORT])
    wording: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("What they read"), queryset=Wording.objects.none(), required=False, empty_label=_("No wording is known")
    )
    proof = forms.CharField(
        label=_("Proof"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What shows it: the text of the mail, the number of the form, where the paper lies."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].queryset = wordings()  # type: ignore[attr-defined]
        # Whole minutes, so that "now" is never a moment that has not come yet.
        self.initial.setdefault("at", timezone.localtime(days.now()).replace(second=0, microsecond=0))


class WordingForm(ActForm):
    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$", label=_("Language"), initial="en", max_length=12, help_text=_("Its code, such as en or pt-br."),
        error_messages={"invalid": _("A language is a code such as en or pt-br.")},
    )  # fmt: skip
    text = forms.CharField(label=_("What they read"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class AsOfForm(forms.Form):
    as_of = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def moment(self) -> datetime | None:
        """The end of the chosen day; None for now, also where what was typed is no day."""
        day = self.cleaned_data.get("as_of") if self.is_valid() else None
        return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1, microseconds=-1) if day else None
