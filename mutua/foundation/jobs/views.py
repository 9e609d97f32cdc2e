"""The administrator's page of the queue, and the bar that shows how far a long job has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import needs
from mutua.foundation.jobs.actions.cancel_progress import cancel_progress
from mutua.foundation.jobs.actions.dismiss_dead_letter import dismiss_dead_letter
from mutua.foundation.jobs.actions.retry_dead_letter import retry_dead_letter
from mutua.foundation.jobs.queries.dead_letters import dead_letter_for, dead_letters
from mutua.foundation.jobs.queries.progress_for import progress_for
from mutua.foundation.jobs.queries.queue_state import queue_state
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("jobs.dead_letter.view")
def dead_letter_list(request: HttpRequest) -> HttpResponse:
    letters = dead_letters(request.actor)
    known = letters[0].known if letters else 0
    return render(request, "jobs/dead_letters.html", {"letters": letters, "known": known, "queue": queue_state(request.actor)})


@require_GET
@needs("jobs.dead_letter.view")
def dead_letter(request: HttpRequest, job_id: int) -> HttpResponse:
    return render(request, "jobs/dead_letter.html", {"letter": dead_letter_for(request.actor, job_id)})


@require_POST
@needs("jobs.dead_letter.retry")
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    retry_dead_letter(request.actor, job_id)
    toast(request, _("The job will run again in a moment."))
    return redirect("jobs:dead-letters")


@require_POST
@needs("jobs.dead_letter.retry")
def dismiss(request: HttpRequest, job_id: int) -> HttpResponse:
    dismiss_dead_letter(request.actor, job_id)
    toast(request, _("The job was dismissed and will not run."))
    return redirect("jobs:dead-letters")


@require_GET
@needs("jobs.progress.view")
def progress(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "jobs/_progress.html", {"progress": progress_for(request.actor, key)})


@require_POST
@needs("jobs.progress.view")
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "jobs/_progress.html", {"progress": cancel_progress(request.actor, key)})
