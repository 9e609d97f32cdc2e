"""The list of all tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.worded import worded
from mutua.daybook import cells
from mutua.daybook.actions.edit_task import TASK_FIELDS, edit_task
from mutua.daybook.actions.finish_task import finish_task
from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import tasks_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, find, require
from mutua.foundation.identity.models import User
from mutua.foundation.lists import Blank, BulkAct, CellEdit, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.lists.changing import change_act
from mutua.foundation.records.actions.put_back import of_own_act, put_back
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.formats import day

EDIT = "daybook.task.edit"
OPEN: dict[str, Any] = {"field": "done_on", "op": "empty"}


class WhoForm(forms.Form):
    """Who is to do the chosen tasks."""

    assignee: forms.ModelChoiceField = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Who does it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]


@transaction.atomic
def assign_tasks(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    others = list(tasks_seen(actor).filter(pk__in=ids).exclude(assignee=cleaned["assignee"]).values_list("pk", flat=True))
    for number in others:
        edit_task(actor, number, version=None, assignee=cleaned["assignee"])
    return len(others)


@transaction.atomic
def finish_tasks(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    still_open = list(tasks_seen(actor).filter(pk__in=ids, done_at=None).values_list("pk", flat=True))
    for number in still_open:
        finish_task(actor, number, version=None)
    return len(still_open)


@transaction.atomic
def open_tasks_again(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    """Undo of finishing many: those that this act finished."""
    done = tasks_seen(actor).filter(pk__in=ids, done_at__gte=earlier.since).values_list("pk", flat=True)
    for number in (numbers := list(done)):
        finish_task(actor, number, version=None, done=False)
    return len(numbers)


def put_tasks_back(actor: Actor, ids: list[int], earlier: Earlier) -> Done:
    """Undo of assigning or changing many tasks."""
    require(actor, EDIT)
    own = of_own_act(actor)
    count, left = put_back(tasks_seen(own).filter(pk__in=ids), earlier.run_id, lambda task, values: _as_it_was(own, task, values))
    return Done(count, left=left)


def _as_it_was(actor: Actor, task: Task, values: dict[str, Any]) -> Any:
    return edit_task(actor, task.pk, version=None, **{name: value for name, value in values.items() if name in TASK_FIELDS})


def delete_tasks(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, tasks_seen(actor).filter(pk__in=ids)))


def bring_tasks_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Task, ids, earlier.since)


def _set_due(actor: Actor, task_id: int, version: int | None, text: str) -> None:
    try:
        due_on = date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(_now("Write a day like 2026-12-31. Nothing was changed.")) from None
    edit_task(actor, task_id, version=version, due_on=due_on)


def _set_title(actor: Actor, task_id: int, version: int | None, text: str) -> None:
    edit_task(actor, task_id, version=version, title=" ".join(text.split())[:200])


def _set_assignee(actor: Actor, task_id: int, version: int | None, text: str) -> None:
    chosen = find(colleagues(), pk=int(text)) if text.isdecimal() and len(text) < 10 else None
    edit_task(actor, task_id, version=version, assignee=chosen)


def _who(actor: Actor) -> Sequence[tuple[str, Any]]:
    return [("", "—"), *((str(pk), name) for pk, name in colleagues().values_list("pk", "name"))]


def _matching(queryset: QuerySet[Task], text: str) -> QuerySet[Task]:
    return worded(queryset, "title", text)


COLUMNS = [
    Column("title", _("What"), text=cells.linked, value=lambda row: row.title, sort="title", phone=True, css="c-name", edit=CellEdit(EDIT, _set_title, current=lambda row: row.title)),
    Column("account", _("Account"), text=cells.account, value=lambda row: row.account.name if row.account else "", sort="account__sort_key"),
    Column(
        "due_on", _("Due"), text=lambda row: cells.due(row, days.today()), value=lambda row: row.due_on, sort="due_on", numeric=True, phone=True,
        edit=CellEdit(EDIT, _set_due, current=lambda row: row.due_on.isoformat() if row.due_on else "", input_type="date"),
    ),
    Column(
        "assignee", _("Who does it"), text=lambda row: cells.of_ours(row.assignee), value=lambda row: row.assignee.name if row.assignee else "", sort="assignee__name",
        edit=CellEdit(EDIT, _set_assignee, current=lambda row: row.assignee_id, choices=_who),
    ),
    Column("strategy", _("Strategy"), text=cells.strategy, value=lambda row: row.strategy.name if row.strategy else "", sort="strategy__name"),
    Column("done_on", _("Done"), text=lambda row: day(row.done_at) if row.done_at else "–", value=lambda row: row.done_at, sort="done_at", numeric=True),
    Column("note", _("Note"), text=lambda row: row.note[:120], value=lambda row: row.note, hidden=True),
]  # fmt: skip
CUSTOM = (EDIT, edit_task)

TASKS = ListSpec(
    kind="task",
    model=Task,
    title=_("All tasks"),
    noun=_("tasks"),
    base=tasks_seen,
    columns=COLUMNS,
    default_sort="due_on",
    link=lambda row: row.get_absolute_url(),
    select_related=("account", "assignee", "strategy"),
    search=_matching,
    starters=[
        Starter("open", _("Open"), lambda actor: OPEN),
        Starter("mine", _("Mine"), lambda actor: _mine(actor)),
        Starter("late", _("Late"), lambda actor: {"all": [OPEN, {"field": "due_on", "op": "before", "value": days.today().isoformat()}]}),
        Starter("off", _("Off strategy"), lambda actor: {"all": [OPEN, {"field": "strategy", "op": "empty"}]}),
    ],
    custom_edit=CUSTOM,
    new=("daybook:task-new", _("New task"), EDIT),
    bulk=[
        BulkAct("done", _("Done"), icon="check", needs=EDIT, run=finish_tasks, take_back=open_tasks_again),
        BulkAct("assign", _("Assign"), icon="user-share", needs=EDIT, form=WhoForm, run=assign_tasks, take_back=put_tasks_back),
        change_act(COLUMNS, kind="task", needs=EDIT, take_back=put_tasks_back, custom=CUSTOM),
        BulkAct("delete", _("Delete"), icon="trash", needs=EDIT, run=delete_tasks, danger=True, take_back=bring_tasks_back),
    ],
    export="daybook.task.view",
    blank=Blank(_("Nothing is promised"), _("A task is something that one of us has promised to do, to a customer or among ourselves. It names the strategy it serves.")),
)  # fmt: skip


def _mine(actor: Actor) -> dict[str, Any] | None:
    return {"all": [OPEN, {"field": "assignee", "op": "is", "value": actor.user_id}]} if actor.user_id else None
