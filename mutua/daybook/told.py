"""The lines of timelines that tell of a note, a promise or a meeting: they go into the bin with it, and come back with it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mutua.daybook.events import InteractionNoted, MeetingPlanned, NoteWritten, TaskDone, TaskPromised
from mutua.daybook.models import Interaction, Meeting, Note, Task
from mutua.foundation.events import Sentence
from mutua.foundation.events.models import EventRow
from mutua.foundation.timeline import write_entries
from mutua.foundation.timeline.kinds import noun_of
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.timeline.writing import Entry

Told = Interaction | Task | Meeting
# {model: (its noun in sentence keys, its number in the payload of events, the events that told of it)}
_TOLD: dict[type[Any], tuple[str, str, tuple[str, ...]]] = {
    Interaction: ("daybook.interaction", "interaction_id", (InteractionNoted.name,)),
    Task: (noun_of(TaskPromised.name), "task_id", (TaskPromised.name, TaskDone.name)),
    Meeting: (noun_of(MeetingPlanned.name), "meeting_id", (MeetingPlanned.name,)),
}


def lines_of(record: Told) -> QuerySet[TimelineEntry]:
    """The lines about all records that it concerns."""
    parties = parties_of(record) if isinstance(record, Interaction) else [("account", record.account_id)] if record.account_id else []
    if not parties:
        return TimelineEntry.objects.none()
    noun, number, names = _TOLD[type(record)]
    kind, party_id = parties[0]
    at_party = TimelineEntry.objects.filter(subject_kind=kind, subject_id=party_id, noun=noun)
    events = at_party.filter(event__name__in=names, **{f"event__payload__{number}": record.pk}).values("event")
    return TimelineEntry.objects.filter(event__in=list(events.values_list("event", flat=True)))


def parties_of(interaction: Interaction) -> list[tuple[str, int]]:
    """Kind and number of the records in whose timelines it stands."""
    found = (("account", interaction.account_id), ("household", interaction.household_id), ("person", interaction.person_id))
    return [(kind, number) for kind, number in found if number]


def forget_lines(actor: Any, record: Told) -> None:
    lines_of(record).delete()


def tell_again(actor: Any, record: Told) -> None:
    """The line of its first event, as the record stands now and with who told it then."""
    _noun, number, names = _TOLD[type(record)]
    event = EventRow.objects.filter(name=names[0], **{f"payload__{number}": record.pk}).order_by("pk").first()
    _write(event, _event_of(record).timeline())


def forget_note(actor: Any, note: Note) -> None:
    about = TimelineEntry.objects.filter(subject_kind=note.subject_kind, subject_id=note.subject_id)
    about.filter(noun=noun_of(NoteWritten.name), link=note.get_absolute_url()).delete()


def tell_note_again(actor: Any, note: Note) -> None:
    event = EventRow.objects.filter(name=NoteWritten.name, payload__note_id=note.pk).order_by("pk").first()
    _write(event, NoteWritten(note_id=note.pk, subject_kind=note.subject_kind, subject_id=note.subject_id).timeline())


def _write(event: EventRow | None, sentence: Sentence | None) -> None:
    if event is not None and sentence is not None:
        write_entries(
            Entry.of(sentence, subject, at=event.at, actor_name=event.actor_name, event_id=event.pk) for subject in sentence.about
        )


def _event_of(record: Told) -> Any:
    if isinstance(record, Interaction):
        return InteractionNoted.of(record)
    if isinstance(record, Meeting):
        return MeetingPlanned.of(record)
    return TaskPromised(task_id=record.pk, account_id=record.account_id, title=record.title)
