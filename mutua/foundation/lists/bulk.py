"""Acts on many rows: first what will happen, then one press that does it: at once up to a page of rows, by a worker beyond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import require
from mutua.foundation.lists.running import ask_for, do_now
from mutua.foundation.lists.spec import BulkAct, Done, ListSpec
from mutua.foundation.lists.state import ListState
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.formats import number
from mutua.foundation.ui.toasts import toast

MOST = 10_000


@dataclass(frozen=True)
class Chosen:
    """ids that this actor may see, of those that were sent; asked: how many were sent; all: every row that fits, whatever the page."""

    ids: list[int]
    asked: int
    all: bool = False


def do_in_bulk(request: HttpRequest, spec: ListSpec, state: ListState, act: BulkAct, fitting: QuerySet[Any]) -> HttpResponse:
    """Preview, or the act itself when it was confirmed. fitting: all rows of the list as it is filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    require(actor, act.needs)
    chosen = _chosen(request, spec, fitting)
    confirmed = request.POST.get("sure") == "yes"
    form = act.form_of(actor, request.POST if confirmed else None)
    moved = confirmed and chosen.all and request.POST.get("promised") != str(len(chosen.ids))
    if confirmed and not moved and (form is None or form.is_valid()):
        if len(chosen.ids) > spec.page_size:
            return redirect(ask_for(actor, spec.kind, act, chosen.ids, request.POST, request.path + state.query()))
        done = do_now(actor, spec.kind, act, chosen.ids, form.cleaned_data if form else {}, request.path + state.query())
        return _told(request, state, act, done)
    rows = spec.base(actor).filter(pk__in=chosen.ids)
    context = {
        "spec": spec,
        "act": act,
        "form": form,
        "chosen": chosen,
        "moved": moved,
        "in_background": len(chosen.ids) > spec.page_size,
        "lost": chosen.asked - len(chosen.ids),
        "names": [str(spec.columns[0].plain(row)) for row in rows.select_related(*spec.select_related)[:8]],
        "sentence": act.preview(actor, rows) if act.preview else "",
        "back": request.path + state.query(),
        "here": request.get_full_path(),
        "most": MOST,
    }
    return render(request, "lists/bulk.html", context, status=422 if confirmed else 200)


def _chosen(request: HttpRequest, spec: ListSpec, fitting: QuerySet[Any]) -> Chosen:
    if request.POST.get("which") == "all":
        ids = list(fitting.order_by().values_list("pk", flat=True)[: MOST + 1])
    else:
        sent = {int(text) for text in request.POST.getlist("ids") if text.isdecimal() and len(text) < 19}
        if len(sent) > MOST:
            ids = sorted(sent)
        else:
            # What was sent is only a wish: the query of the person who looks decides.
            ids = sorted(spec.base(request.actor).filter(pk__in=sent).values_list("pk", flat=True))  # type: ignore[attr-defined]
        if not sent:
            raise Refused(_("No row was chosen. Nothing was changed; choose rows and press the button again."))
        if len(sent) <= MOST:
            return Chosen(ids, len(sent))
    if len(ids) > MOST:
        raise Refused(_("That is more than %(most)s rows at once. Nothing was changed; narrow the filter.") % {"most": number(MOST)})
    return Chosen(ids, len(ids), all=True)


def _told(request: HttpRequest, state: ListState, act: BulkAct, done: Done) -> HttpResponse:
    said = ngettext("%(act)s: %(n)s row done", "%(act)s: %(n)s rows done", done.count) % {"act": act.label, "n": done.count}
    toast(request, said, undo=done.undo or None)
    return HttpResponseRedirect(request.path + state.query())
