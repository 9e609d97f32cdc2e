"""Planning a meeting with a customer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.daybook.events import MeetingPlanned
from mutua.daybook.models import Meeting
from mutua.daybook.queries.daybook import function_of
from mutua.daybook.rules.touchpoint import infer_touchpoint
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom
from mutua.relationships.queries.catalogue import touchpoint_named

LONGEST = 7 * 24 * 60


def check_zone(name: str) -> None:
    """Raises Refused for what is no time zone."""
    if name and name not in available_timezones():
        raise Refused(_("“%(name)s” is no time zone: write one like Africa/Lusaka. Nothing was saved.") % {"name": name}, field="time_zone")


def check_year(begins_at: datetime) -> None:
    """Raises Refused for a year that no calendar shows."""
    if not 1900 < begins_at.year < 2200:
        raise Refused(_("A meeting lies between the years 1901 and 2199; nothing was saved."), field="begins_at")


@transaction.atomic
def plan_meeting(
    actor: Actor,
    account_id: int,
    *,
    title: str,
    begins_at: datetime | None,
    minutes: int = 60,
    guest_ids: Collection[int] = (),
    touchpoint: str = "",
    time_zone: str = "",
    place: str = "",
    link: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Meeting:
    """A new meeting of the actor with people of this account. Raises NotFound, NotAllowed, Refused.

    touchpoint: its key; empty: inferred. time_zone: the one in which its hour was said, such as "Africa/Lusaka"; empty: the installation's.
    """
    account = account_for(actor, account_id)
    guests = [person_for(actor, guest) for guest in dict.fromkeys(guest_ids)]
    require(actor, "daybook.meeting.edit")
    if not title.strip():
        raise Refused(_("Write what the meeting is about; nothing was saved."), field="body")
    if begins_at is None:
        raise Refused(_("Say when the meeting begins; nothing was saved."), field="begins_at")
    check_year(begins_at)
    if not 0 < minutes <= LONGEST:
        raise Refused(_("A meeting takes between a minute and a week; nothing was saved."), field="minutes")
    check_zone(time_zone)
    key = touchpoint or infer_touchpoint(function_of(guests[0].pk if guests else None, account_id), "visit")

    meeting = Meeting(
        title=" ".join(title.split()),
        account=account,
        touchpoint=touchpoint_named(actor, key),
        touchpoint_inferred=not touchpoint,
        begins_at=begins_at,
        ends_at=begins_at + timedelta(minutes=minutes),
        time_zone=time_zone,
        place=place.strip(),
        link=link.strip(),
    )
    give_custom(actor, meeting, custom)
    store(meeting)
    meeting.guests.set(guests)
    if actor.user_id:
        meeting.colleagues.add(actor.user_id)

    announce(MeetingPlanned.of(meeting), actor)
    return meeting
