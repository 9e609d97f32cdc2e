"""Forms of meetings that repeat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.daybook.meeting_forms import MeetingForm
from mutua.daybook.models import MeetingSeries
from mutua.daybook.rules.recurrence import MOST_EVERY, MOST_TIMES, Pattern
from mutua.foundation.access import Actor
from mutua.foundation.records.forms import NO_VERSION, ActForm

WHICH = (("one", _("Only this one")), ("following", _("This one and those after it")), ("all", _("All that are still to come")))
WEEKDAYS = tuple(enumerate((_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))))


def which_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Which of them"), choices=WHICH, initial="one", widget=forms.RadioSelect)


class OneOfASeriesForm(MeetingForm):
    """The form of a meeting, and which of its series follow it."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["scope"] = which_field()

    def values(self) -> dict[str, Any]:
        return {**super().values(), "scope": self.cleaned_data["scope"]}


class CancelForm(ActForm):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})
    scope = which_field()


class RepeatForm(ActForm):
    """How a meeting repeats; its own day and hour are those of the first."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})
    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=MOST_EVERY, initial=1)
    frequency = forms.ChoiceField(label=_("Day, week, month or year"), choices=MeetingSeries.Frequency.choices, initial="weekly")
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Of weekly ones. The weekday of the meeting itself is always among them."),
    )  # fmt: skip
    by_weekday = forms.BooleanField(
        label=_("On the same weekday of the month"), required=False, help_text=_("Of monthly ones: the second Tuesday, and not the 12th.")
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: it has no end."),
    )
    times = forms.IntegerField(label=_("Or how many times"), required=False, min_value=1, max_value=MOST_TIMES)

    def said(self) -> Pattern:
        given = self.cleaned_data
        weekly, monthly = given["frequency"] == "weekly", given["frequency"] == "monthly"
        return Pattern(
            given["frequency"], given["every"], tuple(given["weekdays"]) if weekly else (), given["by_weekday"] and monthly,
            given["until"], given["times"],
        )  # fmt: skip
