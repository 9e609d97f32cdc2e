"""The form that notes, plans and promises from anywhere."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.choices import AccountChoice, PersonChoice
from mutua.customers.models import Account, Person
from mutua.customers.queries.people import working_for
from mutua.daybook.forms import ComposerForm
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.rules.one_line import read_line
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import CUSTOM, hidden_columns
from mutua.foundation.fields.forms import PREFIX, custom_form_fields, custom_values
from mutua.strategy.queries.serving import strategies_active

OFF = "off"
RECORDS = {"interaction": Interaction, "meeting": Meeting, "task": Task}
NINE = time(9)


class QuickForm(ComposerForm):
    """The composer for any account: its line may say itself what it is and for when ("task: send the calendar by friday")."""

    strategy = forms.ChoiceField(label=gettext_lazy("Serves"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    where = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("A place, or a link")}),
    )
    back = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, touchpoints: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, touchpoints=touchpoints, people=[], auto_id="quick_%s", **kwargs)
        self.actor = actor
        self.fields["account"] = AccountChoice(actor, label=_("Account"), required=False)
        self.fields["person"] = PersonChoice(actor, label=_("With whom"), required=False)
        for name in ("account", "person"):
            self.fields[name].widget.attrs |= {"class": "form-control", "placeholder": _("Type a name")}
        strategies = strategies_active().order_by("name").distinct().values_list("pk", "name")
        chosen = [("", _("inferred")), *((str(pk), name) for pk, name in strategies), (OFF, _("Off strategy"))]
        self.fields["strategy"].choices = chosen  # type: ignore[attr-defined]
        for kind, model in RECORDS.items():
            own = custom_form_fields(kind, {})
            for name in hidden_columns(actor, model):
                own.pop(name.replace(CUSTOM, PREFIX, 1), None)
            self.fields |= {f"{kind}_{name}": control for name, control in own.items()}
        self.fields["body"].widget.attrs |= {"autofocus": True, "rows": 3, "class": "form-control"}

    def custom_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The company's own fields of each kind of record that has any."""
        found = [(kind, [self[name] for name in self.fields if name.startswith(f"{kind}_{PREFIX}")]) for kind in RECORDS]
        return [(kind, controls) for kind, controls in found if controls]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        line = read_line(said.get("body") or "", said.get("kind") or "note", days.today())
        said |= {"body": line.body, "kind": line.kind or said.get("kind")}
        if said["kind"] == "task":
            said["due_on"] = said.get("due_on") or line.on
        if said["kind"] == "meeting":
            said["minutes"] = line.minutes or said.get("minutes")
            if not said.get("begins_at") and (line.on or line.at):
                said["begins_at"] = timezone.make_aware(datetime.combine(line.on or days.today(), line.at or NINE))
        record = said["kind"] if said["kind"] in RECORDS else "interaction"
        own = {name.removeprefix(f"{record}_"): value for name, value in said.items() if name.startswith(f"{record}_{PREFIX}")}
        said["custom"] = {name: value for name, value in custom_values(own).items() if value is not None}
        if "account" not in self.errors and "person" not in self.errors:
            said["account"] = said.get("account") or self._employer(said.get("person"), said["kind"])
        return said

    def _employer(self, person: Person | None, kind: str) -> Account | None:
        """The one account for which the person works."""
        if person is None:
            if kind != "task":
                self.add_error("account", _("Say for which account it is, or with whom; nothing was saved."))
            return None
        accounts = working_for(self.actor, person)
        if len(accounts) == 1:
            return Account.objects.get(pk=accounts[0][0])
        if accounts:
            names = ", ".join(name for _number, name in accounts[:5])
            self.add_error(
                "account", _("%(person)s works for %(names)s. Say for which of them it is.") % {"person": person, "names": names}
            )
        elif kind in ("meeting", "task"):
            self.add_error("account", _("%(person)s works for no account that you see. Say for which one it is.") % {"person": person})
        return None
