"""Writing up a meeting: what was said, what of engagements and needs changed, who does what. All of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.details import DETAILS
from mutua.customers.models import Account, Need
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.events import MeetingWrittenUp
from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.queries.daybook import meeting_for
from mutua.foundation import days
from mutua.foundation.access import Actor, find, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.models import AccountTouchpoint, Engagement

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Moved:
    """An engagement that goes to another state. version: as it was read. name: the field of the form."""

    engagement_id: int
    version: int | None
    to: str
    name: str = ""


@dataclass(frozen=True)
class Begun:
    """An activity that is practised, or planned, and did not stand at the touchpoint before."""

    account_touchpoint_id: int
    activity: str
    state: str
    name: str = ""


@dataclass(frozen=True)
class Judged:
    """A need that is satisfied better or worse, or met. values: satisfaction (1 to 5), closed_on."""

    need_id: int
    version: int | None
    values: dict[str, Any]
    name: str = ""


@dataclass(frozen=True)
class Promised:
    """Who does what by when; promised_to: which of theirs waits for it."""

    title: str
    assignee: Any = None
    due_on: date | None = None
    promised_to_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class WrittenUp:
    """What one form says. touchpoint: key; empty: that of the meeting, or inferred."""

    body: str
    channel: str = "visit"
    person_id: int | None = None
    touchpoint: str = ""
    moved: Sequence[Moved] = field(default_factory=tuple)
    begun: Sequence[Begun] = field(default_factory=tuple)
    judged: Sequence[Judged] = field(default_factory=tuple)
    new_needs: Sequence[tuple[str, int]] = field(default_factory=tuple)
    promised: Sequence[Promised] = field(default_factory=tuple)


@transaction.atomic
def write_up_meeting(
    actor: Actor, account_id: int, said: WrittenUp, *, meeting_id: int | None = None, version: int | None = None
) -> Interaction:
    """meeting_id: the meeting that it is about, None where none was planned; version: of the meeting, as it was read.

    Raises NotFound, NotAllowed, StaleVersion; Refused, naming the field, when any part of it is: then nothing of it was written.
    """
    account = account_for(actor, account_id)
    meeting: Meeting | None = locked(meeting_for(actor, meeting_id), version) if meeting_id is not None else None
    require(actor, "daybook.interaction.create", account)
    if meeting is not None:
        require(actor, "daybook.meeting.edit", meeting)
    _check(meeting, account)

    interaction = _noted(actor, account, meeting, said)
    _changed(actor, account, said)
    for task in said.promised:
        with _named(task.name):
            if task.promised_to_id is not None:
                person_for(actor, task.promised_to_id)
            promise_task(
                actor,
                title=task.title,
                account_id=account.pk,
                due_on=task.due_on,
                assignee=task.assignee,
                promised_to_id=task.promised_to_id,
            )
    if meeting is not None:
        meeting.interaction = interaction
        store(meeting, update_fields=["interaction"])

    announce(MeetingWrittenUp(interaction_id=interaction.pk, account_id=account.pk, meeting_id=meeting.pk if meeting else None), actor)
    return interaction


def _check(meeting: Meeting | None, account: Account) -> None:
    if meeting is None:
        return
    if meeting.account_id != account.pk:
        raise Refused(_("This meeting is with another account. Nothing was saved."))
    if meeting.begins_at > days.now():
        raise Refused(_("This meeting has not begun yet. Nothing was saved; what was typed is kept."), field="body")
    if meeting.interaction_id is not None:
        raise Refused(_("This meeting is written up already. Nothing was saved; correct what was noted instead."), field="body")


def _noted(actor: Actor, account: Account, meeting: Meeting | None, said: WrittenUp) -> Interaction:
    inferred = meeting is not None and meeting.touchpoint_inferred
    key = said.touchpoint or (meeting.touchpoint.key if meeting is not None and not inferred else "")
    at = meeting.begins_at if meeting is not None else None
    return note_interaction(
        actor, account.pk, body=said.body, channel=said.channel, person_id=said.person_id, touchpoint=key, side="both", at=at
    )


def _changed(actor: Actor, account: Account, said: WrittenUp) -> None:
    """Only of this account: what was said of another one is not in this meeting. Each act asks for itself whether it may."""
    for engagement in said.moved:
        with _named(engagement.name):
            find(Engagement.objects.filter(account_touchpoint__account=account), pk=engagement.engagement_id)
            move_engagement(actor, engagement.engagement_id, version=engagement.version, to=engagement.to, evidence=_heard(said))
    for begun in said.begun:
        with _named(begun.name):
            find(AccountTouchpoint.objects.filter(account=account), pk=begun.account_touchpoint_id)
            record_engagement(actor, begun.account_touchpoint_id, begun.activity, state=begun.state, evidence=_heard(said))
    for need in said.judged:
        with _named(need.name):
            find(Need.objects.filter(account=account), pk=need.need_id)
            edit_detail(actor, need.need_id, DETAILS["need"], version=need.version, **need.values)
    for words, importance in said.new_needs:
        with _named("need_words"):
            add_need(actor, account, words=words, importance=importance, origin=_heard(said)[:200])


def _heard(said: WrittenUp) -> str:
    """How we know: the first line of what was said."""
    return _("Said in a meeting: %(words)s") % {"words": said.body.strip().partition("\n")[0][:160]}


@contextmanager
def _named(name: str) -> Iterator[None]:
    """A refusal of one part stands beside its field in the form."""
    try:
        yield
    except Refused as refusal:
        raise Refused(str(refusal), field=name or refusal.field) from refusal
