"""Forms on our side of the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import ActForm
from mutua.portals.actions.make_link import LONGEST, SHORTEST, USUAL
from mutua.portals.queries.links import Guest
from mutua.relationships.forms import day_input
from mutua.relationships.models import RoadmapItem


class LinkForm(ActForm):
    person_id = forms.TypedChoiceField(
        label=_("For whom"), coerce=int, help_text=_("The link goes to this person by mail, and to nobody else.")
    )
    open_days = forms.IntegerField(label=_("Open for so many days"), min_value=SHORTEST, max_value=LONGEST, initial=USUAL)

    def __init__(self, guests: Sequence[Guest], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [  # type: ignore[attr-defined]
            (guest.person.pk, f"{guest.person.name} · {guest.email or _('no mail address yet')}") for guest in guests
        ]


class PromiseForm(ActForm):
    words = forms.CharField(label=_("What is promised"), max_length=240, help_text=_("As the customer will read it: one sentence."))
    due_on = forms.DateField(label=_("By"), widget=day_input(), required=False)
    item_id = forms.TypedChoiceField(label=_("Kept by the roadmap item"), coerce=int, empty_value=None, required=False)

    def __init__(self, items: Sequence[RoadmapItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item_id"].choices = [("", _("None"))] + [(item.pk, item.name) for item in items]  # type: ignore[attr-defined]
