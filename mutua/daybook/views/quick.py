"""Noting, planning and promising from any page, without leaving it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.models import Account, Person
from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.composing import quick_form_for, write_quickly
from mutua.daybook.forms import KINDS
from mutua.daybook.ground import Ground, ground_of
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.queries.inferring import Inferred, inferred_of, likely_strategies, likely_touchpoints, strategy_named
from mutua.daybook.quick_forms import OFF, QuickForm
from mutua.foundation.access import needs
from mutua.foundation.files.actions.attach_file import too_large
from mutua.foundation.files.uploading import was_too_long
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast, toasted

LONGEST = 20_000  # characters, as the form takes them
Written = Interaction | Meeting | Task


@require_http_methods(["GET", "POST"])
@needs("daybook.interaction.create")
def quick(request: HttpRequest) -> HttpResponse:
    """A dialog over the page by htmx, a page of its own without a script; what is refused comes back as it was typed."""
    if request.method == "POST":
        return _sent(request)
    back = _page_under(request)
    ground = ground_of(request.actor, back)
    kind = request.GET.get("kind", "")
    form = quick_form_for(
        request.actor,
        initial={
            "account": ground.account,
            "person": ground.person,
            "kind": kind if kind in dict(KINDS) else "note",
            "body": request.GET.get("body", "")[:LONGEST],
            "back": back,
        },
    )
    return _drawn(request, form, inferred_of(request.actor, ground.account, ground.person, kind or "note"))


def _sent(request: HttpRequest) -> HttpResponse:
    form = quick_form_for(request.actor, request.POST, request.FILES)
    written = None
    if was_too_long(request):
        form.add_error("file", too_large())
    if form.is_valid():
        try:
            written = write_quickly(request.actor, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "body", str(refusal))
    if written is None:
        return _drawn(request, form, None, status=422)
    return _told(request, written, _inside(form.cleaned_data["back"]))


def _drawn(request: HttpRequest, form: QuickForm, inferred: Inferred | None, status: int = 200) -> HttpResponse:
    template = "daybook/quick/_dialog.html" if request.htmx else "daybook/quick/page.html"
    return render(request, template, {"form": form, "inferred": inferred}, status=status)


def _told(request: HttpRequest, written: Written, back: str) -> HttpResponse:
    """htmx: one line at the bottom with what was inferred, and keys to correct it and to take it back; otherwise the page of what was written."""
    undo = f"{reverse('daybook:take-back', args=[written._meta.model_name, written.pk])}?{urlencode({'version': written.version, 'back': back})}"
    if not request.htmx:
        toast(request, said_of(written), undo=undo)
        return redirect(written if _was_inferred(written) or not back else back)
    context = {
        "written": written,
        "said": said_of(written),
        "undo": undo,
        **_choices(request, written),
        **_timeline(request, written, back),
    }
    return render(request, "daybook/quick/_written.html", context)


def said_of(written: Written) -> str:
    if isinstance(written, Interaction):
        return _("Noted about %(account)s.") % {"account": written.party}
    if isinstance(written, Meeting):
        return _("Planned: %(title)s.") % {"title": written}
    return _("Promised: %(title)s.") % {"title": written}


def _was_inferred(written: Written) -> bool:
    return written.strategy_inferred if isinstance(written, Task) else written.touchpoint_inferred


def _choices(request: HttpRequest, written: Written) -> dict[str, Any]:
    if isinstance(written, Task):
        return {"strategies": likely_strategies(request.actor, written)} if written.strategy_inferred or written.strategy_id is None else {}
    if not written.touchpoint_inferred:
        return {}
    name = "daybook:correct-meeting" if isinstance(written, Meeting) else "daybook:correct"
    return {"touchpoints": likely_touchpoints(request.actor, written), "correct_url": reverse(name, args=[written.pk])}


def _timeline(request: HttpRequest, written: Written, back: str) -> dict[str, Any]:
    """The timeline of the page that lies under the dialog, where it tells of what was written."""
    ground = ground_of(request.actor, back)
    for record in (ground.person, ground.account):
        if isinstance(record, Account | Person) and urlsplit(back).path == record.get_absolute_url():
            return {"record": record, "page": entries_for(request.actor, record._meta.model_name or "", record.pk)}
    return {}


@require_GET
@needs("daybook.interaction.create")
def quick_inferred(request: HttpRequest) -> HttpResponse:
    """What would be inferred for the form as it stands."""
    form = quick_form_for(request.actor, request.GET)
    form.is_valid()
    said = form.cleaned_data
    ground = Ground(said.get("account"), said.get("person"))
    inferred = inferred_of(request.actor, ground.account, ground.person, said.get("kind") or "note")
    return render(request, "daybook/quick/_inferred.html", {"inferred": inferred})


@require_POST
@needs("daybook.task.edit")
def task_strategy(request: HttpRequest, task_id: int) -> HttpResponse:
    """It serves this strategy, or none: said by a person from now on."""
    chosen = request.POST.get("strategy", "")
    if chosen != OFF and not (chosen.isdecimal() and len(chosen) < 10):
        raise Refused(_("Choose one of the strategies, or none; nothing was changed."))
    strategy = None if chosen == OFF else strategy_named(request.actor, int(chosen))
    task = edit_task(request.actor, task_id, version=version_sent(request), strategy=strategy)
    said = _("It serves %(strategy)s.") % {"strategy": task.strategy} if task.strategy else _("It is off strategy.")
    if request.htmx:
        return toasted(HttpResponse(), said)
    toast(request, said)
    return redirect(task)


def _page_under(request: HttpRequest) -> str:
    """Path and query of the page from which it was opened; empty for one of another site."""
    return _inside(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "", request.get_host())


def _inside(address: str, host: str | None = None) -> str:
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={host} if host else None):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
