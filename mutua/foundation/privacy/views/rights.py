"""A person's rights: everything that is known, and erasing it for good."""

from __future__ import annotations

import tempfile
from functools import partial

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs, visible_to
from mutua.foundation.privacy.actions.ask_to_erase import ask_to_erase
from mutua.foundation.privacy.forms import EraseForm
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.privacy.packing import file_name, pack
from mutua.foundation.privacy.queries.everything import everything_about
from mutua.foundation.privacy.queries.preview import preview_of
from mutua.foundation.ui.toasts import toast

SHOWN = 100


@require_GET
@needs("privacy.person.export")
def everything(request: HttpRequest, person_id: int) -> FileResponse:
    told = everything_about(request.actor, person_id)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it when it was sent
    pack(told, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(told), content_type="application/zip")


@require_http_methods(["GET", "POST"])
@needs("privacy.person.erase")
def erase(request: HttpRequest, person_id: int) -> HttpResponse:
    """GET shows what would go, what stays and why; POST, with the name typed again, has it done."""
    preview = preview_of(request.actor, person_id)
    form = EraseForm(str(preview.person), request.POST or None)
    if request.method == "POST" and form.carried_out(partial(ask_to_erase, request.actor, person_id)):
        toast(request, _("The person is being erased for good. This page says when it is done."))
        return redirect("privacy:erasures")
    return render(request, "privacy/erase.html", {"preview": preview, "form": form}, status=422 if form.errors else 200)


@require_GET
@needs("privacy.person.erase")
def erasures(request: HttpRequest) -> HttpResponse:
    """The last orders, and what became of them; nothing of whom."""
    rows = visible_to(request.actor, Erasure.objects.all())[:SHOWN]
    return render(request, "privacy/erasures.html", {"erasures": rows, "shown": SHOWN})
