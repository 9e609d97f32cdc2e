"""What stood in the fields of tasks, interactions and meetings can be put back, by the acts that edit them."""

from __future__ import annotations

from django.urls import reverse

from mutua.daybook.actions import edit_interaction, edit_meeting, edit_note
from mutua.daybook.actions.edit_task import TASK_FIELDS, edit_task
from mutua.daybook.models import Interaction, Meeting, Note, Task
from mutua.daybook.queries.daybook import interaction_for, meeting_for, task_for
from mutua.daybook.queries.notes import note_for
from mutua.foundation.records.returning import old_values

old_values(
    "task",
    Task,
    find=task_for,
    edit=edit_task,
    view_needs="daybook.task.view",
    edit_needs="daybook.task.edit",
    fields=TASK_FIELDS,
    page=lambda task: reverse("daybook:task-edit", args=[task.pk]),
)
old_values(
    "interaction",
    Interaction,
    find=interaction_for,
    edit=edit_interaction.edit_interaction,
    view_needs="daybook.interaction.view",
    edit_needs="daybook.interaction.edit",
    fields=edit_interaction.FIELDS,
)
old_values(
    "meeting",
    Meeting,
    find=meeting_for,
    edit=edit_meeting.edit_meeting,
    view_needs="daybook.meeting.view",
    edit_needs="daybook.meeting.edit",
    fields=edit_meeting.FIELDS,
)
old_values(
    "note",
    Note,
    find=note_for,
    edit=edit_note.edit_note,
    view_needs="daybook.note.view",
    edit_needs="daybook.note.edit",
    fields=edit_note.FIELDS,
)
