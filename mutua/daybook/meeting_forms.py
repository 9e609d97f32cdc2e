"""The form of a meeting: its hours are said in a time zone of its own."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Person
from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import named_at
from mutua.daybook.models import Meeting
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.records.forms import RecordForm

HOURS = ("begins_at", "ends_at")


def zones() -> list[tuple[str, str]]:
    """Every time zone that has a place for a name, and UTC."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class MeetingForm(RecordForm):
    full_width = ("title", "colleagues", "guests")

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("The hours above are those of this zone."))

    link = forms.URLField(label=_("Link to join"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Meeting
        fields = ("title", "begins_at", "ends_at", "time_zone", "place", "link", "colleagues", "guests")
        widgets = {
            **{name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M") for name in HOURS},
            "colleagues": forms.CheckboxSelectMultiple,
            "guests": forms.CheckboxSelectMultiple,
        }

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        here = timezone.get_current_timezone_name()
        self.fields["time_zone"].choices = zones()  # type: ignore[attr-defined]
        zone = ZoneInfo(self.instance.time_zone or here)
        self.initial["time_zone"] = self.instance.time_zone or here
        for name in HOURS:
            self.initial[name] = timezone.make_naive(getattr(self.instance, name), zone)
        self.fields["colleagues"].queryset = colleagues()  # type: ignore[attr-defined]
        self.fields["guests"].queryset = self._who_may_come(actor)  # type: ignore[attr-defined]

    def _who_may_come(self, actor: Actor) -> Any:
        """Those who work for the account today, and who comes already: of those that the actor sees."""
        at_work = [number for number, _name in named_at(actor, self.instance.account)]
        coming = list(self.instance.guests.values_list("pk", flat=True))
        return visible_to(actor, Person.objects.filter(pk__in=[*at_work, *coming])).order_by("sort_key", "pk")

    def full_clean(self) -> None:
        """Hours are read in the zone that was chosen: an hour that the clocks skip there is refused, and not one that they skip here."""
        said = self.data.get(self.add_prefix("time_zone"), "")
        with timezone.override(ZoneInfo(said) if said in available_timezones() else timezone.get_current_timezone()):
            super().full_clean()
