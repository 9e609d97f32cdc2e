"""What stood in the fields of tasks can be put back, by the act that edits them."""

from __future__ import annotations

from django.urls import reverse

from mutua.daybook.actions.edit_task import TASK_FIELDS, edit_task
from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import task_for
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
