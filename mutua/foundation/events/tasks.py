"""Delivering events to their listeners, and forgetting those that are long past."""

from __future__ import annotations

from django.db import connection

from mutua.foundation.events import payload
from mutua.foundation.events.event import event_class
from mutua.foundation.events.listening import listener as listener_called
from mutua.foundation.events.models import EventRow
from mutua.foundation.jobs import task, timing

# An event whose delivery still waits, or has ended as a dead letter that somebody may try again, is kept however old it is.
PRUNE = """
DELETE FROM events_eventrow old
 WHERE at < now() - %s * interval '1 day'
   AND NOT EXISTS (SELECT FROM procrastinate_jobs job
                    WHERE job.task_name = 'mutua.foundation.events.tasks.deliver' AND job.status IN ('todo', 'doing', 'failed')
                      AND (job.args ->> 'event_id')::bigint = old.id)"""


# What happened may be an alarm for somebody: it goes before work that nobody waits for.
@task(queue="events", priority=5)
def deliver(event_id: int, listener: str) -> None:
    row = EventRow.objects.filter(pk=event_id).first()
    if row is None:
        return  # erased with the person whom it was about, before anybody heard of it
    listener_called(row.name, listener)(payload.decode(event_class(row.name), row.payload))


@task(queue="events", cron="40 3 * * *")
def prune_events() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, [timing.KEEP_EVENT_DAYS])
