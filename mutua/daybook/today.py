"""What the daybook needs from a person today: promises that are due, and the day's meetings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import meetings_today, off_strategy_tasks, open_tasks
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.today import Need, aside, headline, needs_me
from mutua.foundation.today.asking import put_off_of
from mutua.foundation.ui.formats import day, number, share

AHEAD = timedelta(days=1)
MOST = 200  # what nobody reads to its end need not be fetched


@needs_me(
    key="promises",
    title=gettext_lazy("Promises due"),
    note=gettext_lazy("what we told somebody we would do"),
    order=20,
    needs="daybook.task.view",
)
def promises_due(actor: Actor, team: bool = False) -> list[Need]:
    today = days.today()
    due = open_tasks(actor, team=team).filter(due_on__lte=today + AHEAD)
    put_off = put_off_of(actor, "promises")
    told = (_need(task, today) for task in due[: MOST + len(put_off)])
    return [need for need in told if need.key not in put_off]


def _need(task: Task, today: date) -> Need:
    to = str(task.promised_to or task.account or _("ourselves"))
    late = bool(task.due_on and task.due_on < today)
    return Need(
        key=f"task-{task.pk}",
        what=str(task.account or task.title),
        what_url=task.account.get_absolute_url() if task.account else reverse("daybook:task-edit", args=[task.pk]),
        reason=task.title if not task.account else _("Promised to %(whom)s: %(title)s") % {"whom": to, "title": task.title},
        evidence_label=_("Task"),
        evidence_url=task.link or reverse("daybook:task-edit", args=[task.pk]),
        when=_when(task.due_on, today),
        late=late,
        act_label=_("Done"),
        act_url=f"{reverse('daybook:task-done', args=[task.pk])}?version={task.version}",
        act_method="post",
        act_key="d",
        glyph="us",
        account_id=task.account_id,
    )


def _when(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return _("Due %(day)s") % {"day": day(due)}
    return _("Today") if due == today else _("Tomorrow")


@headline(key="promises", order=20, needs="daybook.task.view")
def promises(actor: Actor) -> tuple[str, str, Any] | None:
    due = open_tasks(actor).filter(due_on__lte=days.today() + AHEAD).count()
    return (number(due), "", _("promises due by tomorrow"))


@headline(key="off-strategy-tasks", order=60, needs="daybook.task.view")
def work_off_strategy(actor: Actor) -> tuple[str, str, Any] | None:
    """How much of one's open work for customers serves no strategy (P17)."""
    work = off_strategy_tasks(actor, team=False)
    if not work.tasks:
        return None
    return (share(work.share, 0), "", _("of your open tasks serve no strategy"))


@aside(key="your-day", order=10, needs="daybook.meeting.view")
def your_day(actor: Actor) -> tuple[str, dict[str, Any]] | None:
    meetings = list(meetings_today(actor)[:10])
    return ("daybook/panels/_your_day.html", {"meetings": meetings}) if meetings else None
