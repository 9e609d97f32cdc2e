"""Forms for what is noted and promised."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.colleagues import colleagues
from mutua.daybook.models import Interaction, Task
from mutua.foundation.access import Actor
from mutua.foundation.records.forms import RecordForm
from mutua.strategy.queries.serving import strategies_active

KINDS = (
    ("note", _("Note")),
    ("call", _("Call")),
    ("mail", _("Mail")),
    ("visit", _("Visit")),
    ("meeting", _("Meeting")),
    ("task", _("Task")),
)
MINUTES = ((30, _("half an hour")), (60, _("an hour")), (90, _("an hour and a half")), (120, _("two hours")), (240, _("half a day")))


class ComposerForm(forms.Form):
    """One box for everything: a note, a call, a mail, a visit, a meeting with its hour, or a task with its day.

    accounts: on a person's page, where the person works; there it is the person that stands fast. Who works nowhere is a customer by itself.
    only_contacts: nothing is promised or planned there.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="note", widget=forms.RadioSelect)
    body = forms.CharField(
        label=_("What happened"), widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("What happened?")}), max_length=20_000
    )
    account = forms.ChoiceField(label=_("For which account"), widget=forms.Select(attrs={"class": "form-select"}))
    person = forms.ChoiceField(label=_("With whom"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    side = forms.ChoiceField(label=_("Who began it"), choices=Interaction.Side.choices, initial="us", required=False)
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    )
    begins_at = forms.DateTimeField(
        label=_("Begins"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.TypedChoiceField(
        label=_("Takes"), choices=MINUTES, coerce=int, initial=60, required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    file = forms.FileField(label=_("File"), required=False, widget=forms.FileInput(attrs={"class": "form-control"}))

    def __init__(
        self,
        *args: Any,
        touchpoints: list[tuple[str, str]],
        people: list[tuple[int, str]] | None = None,
        accounts: list[tuple[int, str]] | None = None,
        only_contacts: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.opens_quick_entry = not only_contacts  # which asks for an account or a person
        if only_contacts or accounts == []:
            # Meetings and promises are an account's.
            self.fields["kind"].choices = [one for one in KINDS if one[0] not in ("meeting", "task")]  # type: ignore[attr-defined]
        if accounts is None:
            del self.fields["account"]
            self.fields["person"].choices = [("", _("nobody in particular")), *((str(pk), name) for pk, name in people or ())]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]
            self.fields["account"].choices = [(str(pk), name) for pk, name in accounts] or [("", _("for no account"))]  # type: ignore[attr-defined]
            self.fields["account"].required = bool(accounts)
        self.fields["touchpoint"].choices = [("", _("inferred")), *touchpoints]  # type: ignore[attr-defined]


class InteractionForm(RecordForm):
    class Meta:
        model = Interaction
        fields = ("channel", "side", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}


class TaskForm(RecordForm):
    class Meta:
        model = Task
        fields = ("title", "due_on", "assignee", "strategy", "note")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["strategy"].queryset = strategies_active().order_by("name")  # type: ignore[attr-defined]
        self.fields["strategy"].empty_label = str(_("Off strategy"))  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial["assignee"] = actor.user_id
