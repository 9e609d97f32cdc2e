"""Undoing an import: what would happen, then the button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.imports.actions.begin_undo import begin_undo
from mutua.foundation.imports.actions.undo_now import would_undo
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.limits import PREVIEW_ROWS
from mutua.foundation.imports.queries.runs import run_for
from mutua.foundation.imports.queries.undo import rows_to_undo
from mutua.foundation.records.errors import Refused


@require_http_methods(["GET", "POST"])
@needs("imports.run.create")
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_for(request.actor, run_id)
    context = {"run": run, "importer": importer_named(run.kind)}
    try:
        if request.method == "POST":
            return redirect(begin_undo(request.actor, run.pk))
        context |= {"told": would_undo(request.actor, run.pk, most=PREVIEW_ROWS), "rows": rows_to_undo(run)}
    except Refused as error:
        return render(request, "imports/undo.html", {**context, "problem": str(error)}, status=422 if request.method == "POST" else 200)
    return render(request, "imports/undo.html", context)
