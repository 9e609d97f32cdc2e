"""From a file to its report: upload, mapping, preview, run, report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import find, needs
from mutua.foundation.exports.csv_files import csv_response
from mutua.foundation.imports.actions.begin_import import begin_import
from mutua.foundation.imports.actions.choose_sheet import choose_sheet
from mutua.foundation.imports.actions.map_columns import map_columns
from mutua.foundation.imports.actions.stop_import import stop_import
from mutua.foundation.imports.actions.upload_file import upload_file
from mutua.foundation.imports.forms import MappingForm, UploadForm
from mutua.foundation.imports.importer import importer_named, importers
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportRun, SavedMapping
from mutua.foundation.imports.queries.preview import preview_of
from mutua.foundation.imports.queries.refused import refused_table
from mutua.foundation.imports.queries.report import report_of
from mutua.foundation.imports.queries.runs import run_for, runs_seen, with_open_rows
from mutua.foundation.imports.queries.undo import told_of, why_not
from mutua.foundation.imports.queries.workbooks import sheets_of
from mutua.foundation.imports.tasks import undo_key
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.records.errors import Refused

NEWEST = 100


@require_GET
@needs("imports.run.view")
def runs(request: HttpRequest) -> HttpResponse:
    newest = list(with_open_rows(runs_seen(request.actor))[:NEWEST])
    titles = {kind: found.title for kind, found in importers().items()}
    return render(request, "imports/runs.html", {"runs": [(run, titles.get(run.kind, run.kind)) for run in newest]})


@require_http_methods(["GET", "POST"])
@needs("imports.run.create")
def new(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = upload_file(request.actor, given["kind"], given["file"].file, file_name=given["file"].name, source=given["source"])
            return redirect("imports:mapping", run.pk)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return render(request, "imports/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("imports.run.create")
def mapping(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_for(request.actor, run_id)
    if run.state != ImportRun.State.DRAFT:
        return redirect(run)
    importer = importer_named(run.kind)
    if request.method == "POST" and "sheet" in request.POST:
        choose_sheet(request.actor, run.pk, request.POST["sheet"])
        return redirect("imports:mapping", run.pk)
    form = MappingForm(request.actor, request.POST or None, run=run, importer=importer)
    if request.method == "POST" and form.is_valid():
        try:
            map_columns(request.actor, run.pk, form.chosen(), save_as=form.cleaned_data["save_as"])
            return redirect(run)
        except Refused as error:
            form.add_error(None, str(error))
    saved = SavedMapping.objects.filter(kind=run.kind)
    context = {"run": run, "form": form, "saved": saved, "importer": importer, "sheets": sheets_of(run)}
    return render(request, "imports/mapping.html", context, status=422 if form.errors else 200)


@require_POST
@needs("imports.run.create")
def use_mapping(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_for(request.actor, run_id)
    saved = find(SavedMapping.objects.filter(kind=run.kind), pk=request.POST.get("mapping"))
    map_columns(request.actor, run.pk, Mapping.from_json(saved.mapping))
    return redirect("imports:mapping", run.pk)


@require_GET
@needs("imports.run.view")
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_for(request.actor, run_id)
    context = {"run": run, "importer": importer_named(run.kind)}
    if run.state == ImportRun.State.DRAFT:
        return render(request, "imports/preview.html", {**context, **preview_of(request.actor, run)})
    undoing = run.state in (ImportRun.State.UNDOING, ImportRun.State.UNDONE)
    key = undo_key(run.pk) if undoing else f"import-{run.pk}"
    over = run.state in (ImportRun.State.DONE, ImportRun.State.UNDONE)
    context |= {"progress": None if over else JobProgress.objects.filter(key=key).first(), "can_be_undone": not why_not(run)}
    return render(request, "imports/report.html", {**context, "report": report_of(run), "told": told_of(run) if undoing else None})


@require_POST
@needs("imports.run.create")
def begin(request: HttpRequest, run_id: int) -> HttpResponse:
    return redirect(begin_import(request.actor, run_id))


@require_POST
@needs("imports.run.create")
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    return redirect(stop_import(request.actor, run_id))


@require_GET
@needs("imports.run.view")
def refused_rows(request: HttpRequest, run_id: int) -> StreamingHttpResponse:
    run = run_for(request.actor, run_id)
    headings, rows = refused_table(run)
    return csv_response(_("refused rows of %(file)s") % {"file": run.file_name}, headings, rows)
