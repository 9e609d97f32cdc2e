"""Moving a meeting, or saying better what it is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Person
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.plan_meeting import LONGEST, check_year, check_zone
from mutua.daybook.events import MeetingChanged
from mutua.daybook.models import Meeting
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.told import forget_lines, tell_again
from mutua.foundation.access import Actor, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

FIELDS = ("title", "begins_at", "ends_at", "time_zone", "place", "link", "custom")


@transaction.atomic
def edit_meeting(
    actor: Actor,
    meeting_id: int,
    *,
    version: int | None,
    colleagues: Collection[User] | None = None,
    guests: Collection[Person] | None = None,
    **values: Any,
) -> Meeting:
    """values: any of FIELDS. One of a series no longer goes along with the others. colleagues, guests: all who come from now on; None: as it was. A guest whom the actor does not see stays.

    Timelines tell it as it stands now. Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    meeting = locked(meeting_for(actor, meeting_id), version)
    require(actor, "daybook.meeting.edit", meeting)
    refuse_unseen(actor, Meeting, values)
    changed = fill(meeting, values, FIELDS)
    if not meeting.title:
        raise Refused(_("Write what the meeting is about; nothing was saved."), field="title")
    if not timedelta(0) < meeting.ends_at - meeting.begins_at <= timedelta(minutes=LONGEST) and {"begins_at", "ends_at"} & set(changed):
        raise Refused(_("A meeting takes between a minute and a week; nothing was saved."), field="ends_at")
    check_year(meeting.begins_at)
    check_zone(meeting.time_zone)
    come = [*_others(meeting.colleagues, colleagues), *_others(meeting.guests, _with_unseen(actor, meeting, guests))]
    if not changed and not come:
        return meeting

    # Who comes stands in tables of their own: the meeting counts as changed all the same, for calendars and for the slower of two writers.
    if meeting.series_id is not None:
        meeting.apart = True
        changed.append("apart")
    store(meeting, update_fields=changed)
    for relation, people in come:
        relation.set(people)
    if come or set(changed) - {"custom", "apart"}:
        forget_lines(actor, meeting)
        tell_again(actor, meeting)

    announce(MeetingChanged(meeting_id=meeting.pk, account_id=meeting.account_id), actor)
    return meeting


def _with_unseen(actor: Actor, meeting: Meeting, guests: Collection[Person] | None) -> Collection[Person] | None:
    if guests is None:
        return None
    chosen = [person_for(actor, guest.pk) for guest in guests]
    seen = set(visible_to(actor, Person.objects.filter(meetings=meeting)).values_list("pk", flat=True))
    return [*chosen, *meeting.guests.exclude(pk__in=seen)]


def _others(relation: Any, people: Collection[Any] | None) -> list[tuple[Any, Collection[Any]]]:
    """The relation with who belongs to it from now on, where that is somebody else than now."""
    if people is None or {one.pk for one in people} == set(relation.values_list("pk", flat=True)):
        return []
    return [(relation, people)]
