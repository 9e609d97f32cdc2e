from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import may, signed_in
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.lists.running import act_of, ask_to_take_back, may_be_taken_back, run_for, title_of
from mutua.foundation.lists.saved import bring_back
from mutua.foundation.lists.spec import list_of


@require_POST
@signed_in
def bring_view_back(request: HttpRequest, view_id: int) -> HttpResponse:
    """Undo of throwing a view away: only its owner finds it."""
    bring_back(request.actor, view_id)  # type: ignore[attr-defined]
    return redirect(request.headers.get("Referer", "/") if _from_here(request) else "/")


@require_GET
@signed_in
def bulk_run(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """How far an act on many rows has come, what it said, and the way back."""
    run = run_for(request.actor, bulk_id)
    context = {
        "run": run,
        "title": title_of(run),
        "list_title": list_of(run.kind).title,
        "progress": JobProgress.objects.filter(key=run.progress_key).first(),
        "may_undo": may_be_taken_back(run) and may(request.actor, act_of(run).needs),
    }
    return render(request, "lists/_bulk_run.html" if request.headers.get("HX-Request") else "lists/bulk_run.html", context)


@require_POST
@signed_in
def bulk_take_back(request: HttpRequest, bulk_id: int) -> HttpResponse:
    return redirect(ask_to_take_back(request.actor, bulk_id))


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")
