"""Files of a record: looked at, added, renamed, put into the bin."""

from __future__ import annotations

from functools import partial

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.files.actions.attach_file import attach_file, too_large
from mutua.foundation.files.actions.rename_file import rename_file
from mutua.foundation.files.forms import RenameForm
from mutua.foundation.files.holding import holding_record
from mutua.foundation.files.panels import files_shown
from mutua.foundation.files.queries.attachments import attachment_for
from mutua.foundation.files.serving import given_out
from mutua.foundation.files.uploading import was_too_long
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.records.returning import home_of
from mutua.foundation.ui.toasts import toast

MOST_AT_ONCE = 10


@require_http_methods(["GET", "POST"])
@needs("files.attachment.view")
def of_record(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    record, problem = holding_record(request.actor, kind, subject_id), ""
    if request.method == "POST":
        try:
            count = _taken(request, kind, subject_id)
            toast(request, ngettext("%(n)s file was kept.", "%(n)s files were kept.", count) % {"n": count})
            return redirect(_came_from(request) or request.path)
        except Refused as refusal:
            problem = str(refusal)
    context = {
        **files_shown(request.actor, kind, record),
        "problem": problem,
        "record": record,
        "record_url": home_of(record),
    }
    return render(request, "files/page.html", context, status=422 if problem else 200)


@require_GET
@needs("files.attachment.view")
def download(request: HttpRequest, attachment_id: int) -> FileResponse | HttpResponse:
    return given_out(attachment_for(request.actor, attachment_id))


@require_GET
@needs("files.attachment.view")
def show(request: HttpRequest, attachment_id: int) -> FileResponse | HttpResponse:
    return given_out(attachment_for(request.actor, attachment_id), in_place=True)


@require_http_methods(["GET", "POST"])
@needs("files.attachment.edit")
def rename(request: HttpRequest, attachment_id: int) -> HttpResponse:
    attachment = attachment_for(request.actor, attachment_id)
    form = RenameForm(request.POST or None, initial={"name": attachment.name, "version": attachment.version})
    if request.method == "POST" and (renamed := form.carried_out(partial(rename_file, request.actor, attachment.pk))):
        toast(request, _("It is called “%(file)s” now.") % {"file": renamed})
        return redirect(renamed)
    context = {"form": form, "title": _("Rename %(file)s") % {"file": attachment}, "cancel_url": attachment.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("files.attachment.edit")
def delete(request: HttpRequest, attachment_id: int) -> HttpResponse:
    attachment = soft_delete(request.actor, attachment_for(request.actor, attachment_id), version_sent(request))
    toast(
        request, _("“%(file)s” is in the bin.") % {"file": attachment}, undo=reverse("records:restore", args=["attachment", attachment.pk])
    )
    return redirect(_came_from(request) or attachment.get_absolute_url())


def _taken(request: HttpRequest, kind: str, subject_id: int) -> int:
    """How many files were kept: all that were sent, or none. Raises Refused."""
    from django.db import transaction

    files = request.FILES.getlist("file")
    if was_too_long(request):
        raise Refused(too_large(), field="file")
    if not files:
        raise Refused(_("No file was chosen. Choose one and press Add again."), field="file")
    if len(files) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s files at once. Nothing was kept.") % {"most": MOST_AT_ONCE}, field="file")
    with transaction.atomic():
        for file in files:
            attach_file(request.actor, kind, subject_id, file.chunks(), name=file.name or "")  # type: ignore[attr-defined]
    return len(files)


def _came_from(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
