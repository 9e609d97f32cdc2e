"""Tasks: what I have promised, and keeping it with one key."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.actions.finish_task import finish_task
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.forms import TaskForm
from mutua.daybook.queries.daybook import off_strategy_tasks, open_tasks, task_for, tasks_seen
from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast

SHOWN = 100


@require_GET
@needs("daybook.task.view")
def tasks(request: HttpRequest) -> HttpResponse:
    team = request.GET.get("whose") == "team"
    waiting = list(open_tasks(request.actor, team=team)[: SHOWN + 1])
    done = (
        tasks_seen(request.actor)
        .filter(done_at__isnull=False, assignee=request.actor.user_id)
        .select_related("account")
        .order_by("-done_at")
    )
    context = {
        "tasks": waiting[:SHOWN],
        "more": len(waiting) > SHOWN,
        "done": done[:10],
        "team": team,
        "off": off_strategy_tasks(request.actor, team=team),
        "today": days.today(),
    }
    return render(request, "daybook/tasks/tasks.html", context)


@require_http_methods(["GET", "POST"])
@needs("daybook.task.edit")
def task_new(request: HttpRequest) -> HttpResponse:
    form = TaskForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(promise_task, request.actor))):
        toast(request, _("Promised: %(title)s") % {"title": made})
        return redirect("daybook:tasks")
    context = {"form": form, "title": _("New task"), "save_label": _("Promise it"), "cancel_url": reverse("daybook:tasks")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("daybook.task.edit")
def task_edit(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_for(request.actor, task_id)
    form = TaskForm(request.actor, request.POST or None, instance=task)
    if request.method == "POST" and form.carried_out(partial(edit_task, request.actor, task.pk)):
        toast(request, _("The task was saved."))
        return redirect("daybook:tasks")
    context = {"form": form, "title": _("Edit the task"), "cancel_url": reverse("daybook:tasks"), "task": task}
    return render(request, "daybook/tasks/task.html", context, status=422 if form.errors else 200)


@require_POST
@needs("daybook.task.edit")
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    return _finish(request, task_id, done=True)


@require_POST
@needs("daybook.task.edit")
def task_undone(request: HttpRequest, task_id: int) -> HttpResponse:
    return _finish(request, task_id, done=False)


def _finish(request: HttpRequest, task_id: int, *, done: bool) -> HttpResponse:
    task = finish_task(request.actor, task_id, version=version_sent(request), done=done)
    undo = f"{reverse('daybook:task-undone', args=[task.pk])}?version={task.version}" if done else None
    toast(request, _("Done: %(title)s") % {"title": task} if done else _("Open again: %(title)s") % {"title": task}, undo=undo)
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("daybook:tasks"))
