"""The repair list: rows that were refused, and what they lack."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.imports.actions.dismiss_rows import dismiss_rows
from mutua.foundation.imports.actions.repair_row import repair_row
from mutua.foundation.imports.forms import RepairForm
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.models import ImportIssue
from mutua.foundation.imports.queries.runs import issue_for, open_rows, run_for
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast

PAGE = 50


@require_GET
@needs("imports.run.view")
def all_open(request: HttpRequest) -> HttpResponse:
    return _list(request, open_rows(request.actor), {})


@require_GET
@needs("imports.run.view")
def of_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_for(request.actor, run_id)
    return _list(request, open_rows(request.actor, run), {"run": run})


@require_http_methods(["GET", "POST"])
@needs("imports.run.create")
def row(request: HttpRequest, issue_id: int) -> HttpResponse:
    issue = issue_for(request.actor, issue_id)
    importer = importer_named(issue.kind)
    form = RepairForm(request.actor, request.POST or None, text=issue.text or {}, blame=issue.field, importer=importer)
    if request.method == "POST" and form.is_valid():
        try:
            repair_row(request.actor, issue.pk, form.changed_texts())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            toast(request, _("Row %(number)s is in.") % {"number": issue.row_number})
            following = open_rows(request.actor, issue.run).filter(pk__gt=issue.pk).first()
            return redirect("imports:repair-row", following.pk) if following else redirect("imports:repair", issue.run_id)
    context = {"issue": issue, "run": issue.run, "form": form, "importer": importer}
    return render(request, "imports/repair_row.html", context, status=422 if form.errors else 200)


@require_POST
@needs("imports.run.create")
def dismiss(request: HttpRequest) -> HttpResponse:
    ids = [int(number) for number in request.POST.getlist("ids") if number.isdecimal() and len(number) < 19]
    count = dismiss_rows(request.actor, ids)
    toast(request, ngettext("%(count)s row dismissed.", "%(count)s rows dismissed.", count) % {"count": count})
    return redirect("imports:repair-all")


def _list(request: HttpRequest, rows: QuerySet[ImportIssue], context: dict[str, object]) -> HttpResponse:
    """Rows in the order of the file, fifty a page. `q` finds a text in what was refused."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    if text:
        rows = rows.filter(text__icontains=text)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/repair.html", {**context, "page": page, "q": text})
