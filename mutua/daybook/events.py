"""What is noted and promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say
from mutua.foundation.events.sentence import Side
from mutua.foundation.timeline.subjects import has_timeline

if TYPE_CHECKING:
    from mutua.daybook.models import Interaction, Meeting

ICONS = {"note": "note", "call": "phone", "mail": "mail", "visit": "users", "chat": "message", "portal": "world", "edi": "transfer"}
for _channel, _words in {
    "note": _("{who} noted"),
    "call": _("{who} noted a call with {with_whom}"),
    "mail": _("{who} noted a mail with {with_whom}"),
    "visit": _("{who} noted a visit with {with_whom}"),
    "chat": _("{who} noted a chat with {with_whom}"),
    "portal": _("{with_whom} asked through the portal"),
    "edi": _("{with_whom} sent a message"),
}.items():
    say(f"daybook.interaction.{_channel}", _words, needs="daybook.interaction.view", icon=ICONS[_channel])
say("daybook.meeting.planned", _("{who} planned a meeting for {when}: {title}"), needs="daybook.meeting.view", icon="calendar-event")
say("daybook.task.promised", _("{who} promised: {title}"), needs="daybook.task.view", icon="checkbox")
say("daybook.task.done", _("{who} did: {title}"), needs="daybook.task.view", icon="check")
say("daybook.note.written", _("{who} wrote a note"), needs="daybook.note.view", icon="note")


@dataclass(frozen=True)
class InteractionNoted(Event):
    """Somebody wrote down a contact that happened. account_id None: with a person or a household that is a customer by itself."""

    name: ClassVar[str] = "daybook.interaction.noted"
    interaction_id: int
    account_id: int | None
    person_id: int | None
    channel: str
    side: str
    touchpoint: str
    with_whom: str
    body: str
    at: datetime
    household_id: int | None = None

    @classmethod
    def of(cls, interaction: Interaction) -> InteractionNoted:
        person = interaction.person
        return cls(
            interaction_id=interaction.pk,
            account_id=interaction.account_id,
            person_id=interaction.person_id,
            channel=interaction.channel,
            side=interaction.side,
            touchpoint=interaction.touchpoint.key,
            with_whom=person.name if person else interaction.party.name,
            body=interaction.body,
            at=interaction.at,
            household_id=interaction.household_id,
        )

    def timeline(self) -> Sentence:
        parties = (("account", self.account_id), ("household", self.household_id), ("person", self.person_id))
        about = [(kind, number) for kind, number in parties if number]
        return Sentence(
            f"daybook.interaction.{self.channel}",
            {"with_whom": self.with_whom, "detail": self.body},
            about=about,
            side=cast("Side", self.side),  # the choices of an interaction are the sides of a sentence
            touchpoint=self.touchpoint,
            at=self.at,
            link=f"/interactions/{self.interaction_id}/",
        )


@dataclass(frozen=True)
class InteractionChanged(Event):
    """Somebody corrected what was noted of a contact. account_id None: it was with a customer without an account."""

    name: ClassVar[str] = "daybook.interaction.changed"
    interaction_id: int
    account_id: int | None


@dataclass(frozen=True)
class MeetingPlanned(Event):
    """Somebody planned a meeting with an account. guest_ids: those of its people who are asked to come."""

    name: ClassVar[str] = "daybook.meeting.planned"
    meeting_id: int
    account_id: int
    guest_ids: tuple[int, ...]
    title: str
    touchpoint: str
    begins_at: datetime

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingPlanned:
        return cls(
            meeting_id=meeting.pk,
            account_id=meeting.account_id,
            guest_ids=tuple(meeting.guests.order_by("pk").values_list("pk", flat=True)),
            title=meeting.title,
            touchpoint=meeting.touchpoint.key,
            begins_at=meeting.begins_at,
        )

    def timeline(self) -> Sentence:
        about = [("account", self.account_id), *(("person", guest) for guest in self.guest_ids)]
        params = {"title": self.title, "when": self.begins_at}
        return Sentence(self.name, params, about=about, side="both", touchpoint=self.touchpoint, link=f"/meetings/{self.meeting_id}/")


@dataclass(frozen=True)
class MeetingChanged(Event):
    """Somebody moved a meeting, or said better what it is about."""

    name: ClassVar[str] = "daybook.meeting.changed"
    meeting_id: int
    account_id: int


@dataclass(frozen=True)
class MeetingRepeated(Event):
    """Somebody let a meeting repeat, or repeat otherwise. The others of the series are announced by nothing else."""

    name: ClassVar[str] = "daybook.meeting.repeated"
    meeting_id: int
    account_id: int
    series_id: int


@dataclass(frozen=True)
class MeetingWrittenUp(Event):
    """Somebody wrote down what was said in a meeting, and what follows from it. meeting_id None: none was planned."""

    name: ClassVar[str] = "daybook.meeting.written_up"
    interaction_id: int
    account_id: int
    meeting_id: int | None


@dataclass(frozen=True)
class NoteWritten(Event):
    """Somebody wrote a note on a record. What it says stands in the note alone."""

    name: ClassVar[str] = "daybook.note.written"
    note_id: int
    subject_kind: str
    subject_id: int

    def timeline(self) -> Sentence | None:
        if not has_timeline(self.subject_kind):
            return None
        return Sentence(self.name, about=[(self.subject_kind, self.subject_id)], link=f"/notes/{self.note_id}/")


@dataclass(frozen=True)
class TaskPromised(Event):
    """Somebody promised to do something for an account."""

    name: ClassVar[str] = "daybook.task.promised"
    task_id: int
    account_id: int | None
    title: str

    def timeline(self) -> Sentence | None:
        return _task_line(self.name, self.account_id, self.title, self.task_id)


@dataclass(frozen=True)
class TaskDone(Event):
    """A promise was kept."""

    name: ClassVar[str] = "daybook.task.done"
    task_id: int
    account_id: int | None
    title: str

    def timeline(self) -> Sentence | None:
        return _task_line(self.name, self.account_id, self.title, self.task_id)


def _task_line(key: str, account_id: int | None, title: str, task_id: int) -> Sentence | None:
    if account_id is None:
        return None
    return Sentence(key, {"title": title}, about=[("account", account_id)], side="us", link=f"/tasks/{task_id}/")
