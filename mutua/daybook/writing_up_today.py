"""Meetings that are over and that nobody has written up: on Today of those who were there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.daybook.models import Meeting
from mutua.daybook.queries.preparing import waiting_to_be_written_up
from mutua.foundation.access import Actor
from mutua.foundation.today import Need, needs_me
from mutua.foundation.today.asking import put_off_of
from mutua.foundation.ui import formats

MOST = 100


@needs_me(
    key="write-up",
    title=gettext_lazy("Meetings to write up"),
    note=gettext_lazy("while everybody still remembers"),
    order=25,
    needs="daybook.interaction.create",
)
def to_write_up(actor: Actor, team: bool = False) -> list[Need]:
    put_off = put_off_of(actor, "write-up")
    told = (_need(meeting) for meeting in waiting_to_be_written_up(actor, team=team)[: MOST + len(put_off)])
    return [need for need in told if need.key not in put_off]


def _need(meeting: Meeting) -> Need:
    return Need(
        key=f"meeting-{meeting.pk}",
        what=meeting.account.name,
        what_url=meeting.account.get_absolute_url(),
        reason=_("%(title)s is over, and nothing of it is written down.") % {"title": meeting.title},
        evidence_label=_("Meeting"),
        evidence_url=meeting.get_absolute_url(),
        evidence_icon="calendar-event",
        when=formats.ago(meeting.ends_at),
        act_label=_("Write up"),
        act_url=reverse("daybook:write-up-meeting", args=[meeting.pk]),
        act_key="w",
        glyph="both",
        account_id=meeting.account_id,
    )
