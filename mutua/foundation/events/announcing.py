"""`announce`: the event, its lines in the timeline and a job for each listener, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.events import payload
from mutua.foundation.events.event import Event
from mutua.foundation.events.following import followers
from mutua.foundation.events.listening import listeners_of

if TYPE_CHECKING:
    from mutua.foundation.access import Actor

# Rows a statement: enough that the way to the database no longer counts, and few enough for its limit on parameters.
BATCH = 5_000


class NotInTransaction(RuntimeError):
    """An event was announced outside of a transaction: it could outlive a change that never happened, or be lost beside one that did."""


def announce(event: Event, actor: Actor | None = None) -> int:
    """Tell that something happened. Returns the event's number. Call it in the transaction that made it happen."""
    return announce_many([event], actor)[0]


def announce_many(events: Iterable[Event], actor: Actor | None = None) -> Sequence[int]:
    """`announce` for many at once, in a fixed number of statements per 5,000 events."""
    # These know the models, which exist only when all applications are loaded; events are declared before.
    from mutua.foundation.events.models import EventRow
    from mutua.foundation.events.tasks import deliver
    from mutua.foundation.timeline.writing import Entry, write_entries

    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("announce() belongs into the transaction of the action: put @transaction.atomic on it.")
    told = list(events)
    name, now = actor.name if actor is not None else "", days.now()
    rows = EventRow.objects.bulk_create(
        [EventRow(name=event.name, payload=payload.encode(event), actor_name=name, at=now) for event in told], batch_size=BATCH
    )
    numbers = [row.pk for row in rows]
    sentences = [(number, sentence) for number, event in zip(numbers, told, strict=True) if (sentence := event.timeline()) is not None]
    write_entries(
        Entry.of(sentence, subject, at=now, actor_name=name, event_id=number)
        for number, sentence in sentences
        for subject in sentence.about
    )
    for follower in followers():
        follower(list(zip(numbers, told, strict=True)), now)
    deliver.defer_many(
        {"event_id": number, "listener": listener}
        for number, event in zip(numbers, told, strict=True)
        for listener in listeners_of(event.name)
    )
    return numbers
