"""What accounts and people do, as fields for lists, filters and segments: contacts, visits and meetings, in roll-ups that a window of days narrows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, DateField, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Interaction, Meeting
from mutua.foundation.fields.registry import Window, field

RollUp = Callable[[Window], Any]


def _contacts(kind: str, window: Window, channel: str) -> QuerySet[Interaction, dict[str, Any]]:
    rows = Interaction.objects.filter(**{kind: OuterRef("pk")}).order_by()
    rows = rows.filter(channel=channel) if channel else rows
    return (rows.filter(at__date__range=window) if window else rows).values(kind)


def _meetings(kind: str, window: Window) -> QuerySet[Meeting, dict[str, Any]]:
    rows = Meeting.objects.filter(**{kind: OuterRef("pk")}).order_by()
    return (rows.filter(begins_at__date__range=window) if window else rows).values(kind)


def _counted(rows: QuerySet[Any, Any]) -> Any:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _count(kind: str, channel: str = "") -> RollUp:
    return lambda window: _counted(_contacts(kind, window, channel))


def _last(kind: str, channel: str = "") -> RollUp:
    return lambda window: Subquery(_contacts(kind, window, channel).annotate(n=Cast(Max("at"), DateField())).values("n"))


for _kind in ("account", "person"):
    field(_kind, key="contacts.count", label=_("Contacts"), kind="number", roll_up=_count(_kind))
    field(_kind, key="contacts.last_on", label=_("Last contact"), kind="date", roll_up=_last(_kind))
    field(_kind, key="visits.count", label=_("Visits"), kind="number", roll_up=_count(_kind, Interaction.Channel.VISIT))
    field(_kind, key="visits.last_on", label=_("Last visit"), kind="date", roll_up=_last(_kind, Interaction.Channel.VISIT))
field("account", key="meetings.count", label=_("Meetings"), kind="number", roll_up=lambda window: _counted(_meetings("account", window)))
