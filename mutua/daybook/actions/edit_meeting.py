"""Moving a meeting, or saying better what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.actions.plan_meeting import LONGEST
from mutua.daybook.events import MeetingChanged
from mutua.daybook.models import Meeting
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.told import forget_lines, tell_again
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

FIELDS = ("title", "begins_at", "ends_at", "place", "custom")


@transaction.atomic
def edit_meeting(actor: Actor, meeting_id: int, *, version: int | None, **values: Any) -> Meeting:
    """values: any of FIELDS. Timelines tell it as it stands now. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    meeting = locked(meeting_for(actor, meeting_id), version)
    require(actor, "daybook.meeting.edit", meeting)
    refuse_unseen(actor, Meeting, values)
    changed = fill(meeting, values, FIELDS)
    if not meeting.title:
        raise Refused(_("Write what the meeting is about; nothing was saved."), field="title")
    if not timedelta(0) < meeting.ends_at - meeting.begins_at <= timedelta(minutes=LONGEST) and {"begins_at", "ends_at"} & set(changed):
        raise Refused(_("A meeting takes between a minute and a week; nothing was saved."), field="ends_at")
    if not changed:
        return meeting

    store(meeting, update_fields=changed)
    if set(changed) - {"custom"}:
        forget_lines(actor, meeting)
        tell_again(actor, meeting)

    announce(MeetingChanged(meeting_id=meeting.pk, account_id=meeting.account_id), actor)
    return meeting
