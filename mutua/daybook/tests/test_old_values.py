"""What stood in a task is seen on its page and put back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.models import Task
from mutua.daybook.tests.making import make_task

pytestmark = pytest.mark.django_db


def test_a_task_gives_back_its_day_and_who_does_it(cast, client: Client):
    task = make_task(owner=cast.ada, title="Call", due_on=date(2026, 3, 1))
    edit_task(cast.ada, task.pk, version=1, due_on=date(2026, 4, 1), assignee=cast.user("ben"))
    write = task.events.latest("pgh_id").pk
    client.force_login(cast.user("ben"))
    page = client.get(reverse("daybook:task-edit", args=[task.pk])).content.decode()
    assert "Put back due" in page
    for number, field in enumerate(("due_on", "assignee")):
        assert client.post(reverse("records:put-back", args=["task", task.pk, write, field]), {"version": 2 + number}).status_code == 302
    again = Task.objects.get()
    assert (again.due_on, again.assignee) == (date(2026, 3, 1), cast.user("ada"))
