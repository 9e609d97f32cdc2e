"""Lines of timelines that were written before interactions, meetings and tasks had pages lead there, too; where the event is pruned, they stay."""

from __future__ import annotations

from django.db import migrations

LINKS = (
    ("daybook.interaction.noted", "interaction_id", "/interactions/", ""),
    ("daybook.meeting.planned", "meeting_id", "/meetings/", ""),
    ("daybook.task.promised", "task_id", "/tasks/", "/tasks/"),
    ("daybook.task.done", "task_id", "/tasks/", "/tasks/"),
)


def lead_there(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name, number, page, before in LINKS:
            cursor.execute(
                "UPDATE timeline_timelineentry line SET link = %s || (event.payload ->> %s) || '/' FROM events_eventrow event "
                "WHERE line.event_id = event.id AND event.name = %s AND line.link IN (%s, '') AND event.payload ->> %s IS NOT NULL",
                [page, number, name, before, number],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("daybook", "0006_interactions_by_day"),
        ("events", "0002_names"),
        ("timeline", "0003_names"),
    ]

    operations = [migrations.RunPython(lead_there, migrations.RunPython.noop)]
