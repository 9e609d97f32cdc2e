"""The lists of interactions, tasks and meetings."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from mutua.daybook.contact_lists import INTERACTIONS, MEETINGS
from mutua.daybook.queries.daybook import off_strategy_tasks
from mutua.daybook.task_list import TASKS
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page


@require_http_methods(["GET", "POST"])
@needs("daybook.task.view")
def all_tasks(request: HttpRequest) -> HttpResponseBase:
    extra = {"off": off_strategy_tasks(request.actor)} if request.method == "GET" else {}  # type: ignore[attr-defined]
    return list_page(request, TASKS, template="daybook/tasks/all.html", extra=extra)


@require_http_methods(["GET", "POST"])
@needs("daybook.interaction.view")
def interactions(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, INTERACTIONS)


@require_http_methods(["GET", "POST"])
@needs("daybook.meeting.view")
def meetings(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, MEETINGS)
