"""The one form after a meeting: what was said, what changed, who does what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.colleagues import colleagues
from mutua.daybook.actions.write_up_meeting import Begun, Judged, Moved, Promised, WrittenUp
from mutua.daybook.queries.preparing import Askable
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.records.forms import NO_VERSION

TASKS = 3
CHANNELS = (("visit", _("Visit")), ("call", _("Call")))
BEGUN = (("planned", _("Planned")), ("pilot", _("Pilot")), ("partial", _("Partial")), ("full", _("Full")))
SATISFIED = (("", _("as before")), *((str(n), str(n)) for n in range(1, 6)), ("met", _("met, or no longer wanted")))


def select(**more: Any) -> forms.Select:
    return forms.Select(attrs={"class": "form-select", **more})


class WriteUpForm(forms.Form):
    """asked: what the account offers to be changed. Fields of engagements, needs and tasks are named by their record or their place."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, error_messages={"required": NO_VERSION})
    body = forms.CharField(
        label=_("What was said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6, "class": "form-control", "autofocus": True})
    )
    channel = forms.ChoiceField(label=_("How"), choices=CHANNELS, initial="visit", widget=select())
    person = forms.ChoiceField(label=_("With whom"), required=False, widget=select())
    new_activity = forms.ChoiceField(label=_("Something new is practised"), required=False, widget=select())
    new_state = forms.ChoiceField(label=_("How far"), choices=BEGUN, required=False, widget=select())
    need_words = forms.CharField(
        label=_("A need they spoke of, in their words"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    need_importance = forms.TypedChoiceField(
        label=_("How important"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        initial=3,
        required=False,
        empty_value=3,  # type: ignore[arg-type]  # the stubs know texts only; it is what `coerce` gives
        widget=select(),
    )

    def __init__(
        self, actor: Actor, asked: Askable, people: list[tuple[int, str]], *args: Any, needs_version: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["version"].required = needs_version
        guests = {guest.pk: guest.name for guest in asked.guests}
        offered = [*guests.items(), *((pk, name) for pk, name in people if pk not in guests)]
        self.fields["person"].choices = [("", _("nobody in particular")), *((str(pk), name) for pk, name in offered)]  # type: ignore[attr-defined]
        self.fields["new_activity"].choices = [("", _("nothing new")), *asked.activities]  # type: ignore[attr-defined]
        if not asked.activities:
            del self.fields["new_activity"], self.fields["new_state"]
        for one in asked.practised:
            self._engagement(one)
        for need in asked.needs:
            label = _("Satisfied now, 1 to 5: %(need)s") % {"need": need.words[:80]}
            self.fields[f"need_{need.pk}"] = forms.ChoiceField(label=label, choices=SATISFIED, required=False, widget=select())
            self.fields[f"need_{need.pk}_version"] = forms.IntegerField(widget=forms.HiddenInput, initial=need.version, required=False)
        waiting = [("", _("nobody, among ourselves")), *((str(pk), name) for pk, name in offered)]
        for place in range(1, TASKS + 1):
            self._task(actor, place, waiting)

    def _engagement(self, one: Any) -> None:
        name = f"engagement_{one.engagement.pk}"
        stands = [("", _("as before: %(state)s") % {"state": one.engagement.get_state_display()})]
        self.fields[name] = forms.ChoiceField(
            label=one.engagement.activity.name, choices=[*stands, *one.next], required=False, widget=select()
        )
        self.fields[f"{name}_version"] = forms.IntegerField(widget=forms.HiddenInput, initial=one.engagement.version, required=False)

    def _task(self, actor: Actor, place: int, waiting: list[tuple[str, Any]]) -> None:
        day = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        words = {"n": place}
        self.fields[f"task_{place}"] = forms.CharField(
            label=_("Promise %(n)s") % words, max_length=200, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
        )
        self.fields[f"task_{place}_who"] = forms.ModelChoiceField(
            queryset=colleagues(), label=_("Who does it"), required=False, initial=actor.user_id, widget=select()
        )
        self.fields[f"task_{place}_due"] = forms.DateField(label=_("Due"), required=False, widget=day)
        self.fields[f"task_{place}_for"] = forms.ChoiceField(label=_("Who waits for it"), choices=waiting, required=False, widget=select())

    # What the template draws row by row

    @property
    def engagements(self) -> list[tuple[str, Any, Any]]:
        return [
            (one.touchpoint, self[f"engagement_{one.engagement.pk}"], self[f"engagement_{one.engagement.pk}_version"])
            for one in self.asked.practised
        ]

    @property
    def needs(self) -> list[tuple[Any, Any, Any]]:
        return [(need, self[f"need_{need.pk}"], self[f"need_{need.pk}_version"]) for need in self.asked.needs]

    @property
    def tasks(self) -> list[tuple[Any, Any, Any, Any]]:
        return [(self[f"task_{n}"], self[f"task_{n}_who"], self[f"task_{n}_due"], self[f"task_{n}_for"]) for n in range(1, TASKS + 1)]

    def said(self) -> WrittenUp:
        """What the action takes; only what somebody changed is in it."""
        given = self.cleaned_data
        return WrittenUp(
            body=given["body"],
            channel=given["channel"],
            person_id=int(given["person"]) if given["person"] else None,
            moved=[
                Moved(one.engagement.pk, given[f"{name}_version"], given[name], name)
                for one in self.asked.practised
                if given.get(name := f"engagement_{one.engagement.pk}")
            ],
            begun=self._begun(),
            judged=[
                Judged(need.pk, given[f"{name}_version"], _judgement(given[name]), name)
                for need in self.asked.needs
                if given.get(name := f"need_{need.pk}")
            ],
            new_needs=[(given["need_words"], given["need_importance"])] if given["need_words"].strip() else [],
            promised=[
                Promised(
                    given[name],
                    given[f"{name}_who"],
                    given[f"{name}_due"],
                    int(given[f"{name}_for"]) if given[f"{name}_for"] else None,
                    name,
                )
                for name in (f"task_{n}" for n in range(1, TASKS + 1))
                if given[name].strip()
            ],
        )

    def _begun(self) -> list[Begun]:
        number, _colon, key = self.cleaned_data.get("new_activity", "").partition(":")
        return [Begun(int(number), key, self.cleaned_data["new_state"] or "planned", "new_activity")] if key else []


def _judgement(answer: str) -> dict[str, Any]:
    return {"closed_on": days.today()} if answer == "met" else {"satisfaction": int(answer)}
