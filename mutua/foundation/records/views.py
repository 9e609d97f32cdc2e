"""The bin, and the way back out of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.actions.restore import restore, restore_many
from mutua.foundation.records.bin import KEPT_DAYS, bin_kind
from mutua.foundation.records.queries.bin import PAGE, deleted_record, deleted_records, deleted_together, kinds_for
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("records.bin.view")
def bin_page(request: HttpRequest) -> HttpResponse:
    kinds = kinds_for(request.actor)
    chosen = next((kind for kind in kinds if kind.key == request.GET.get("kind")), kinds[0] if kinds else None)
    page = Paginator(deleted_records(request.actor, chosen), PAGE).get_page(request.GET.get("page")) if chosen else None
    tabs = [Tab(kind.title, f"{reverse('records:bin')}?kind={kind.key}", current=kind is chosen) for kind in kinds]
    return render(request, "records/bin.html", {"page": page, "kind": chosen, "tab_list": tabs, "kept_days": KEPT_DAYS})


@require_POST
@needs("records.bin.view")
def restore_record(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    record = restore(request.actor, deleted_record(request.actor, bin_kind(kind), record_id))
    toast(request, _("%(name)s is back.") % {"name": record})
    own_page = record.get_absolute_url() if hasattr(record, "get_absolute_url") else None
    return redirect(_asked_for(request) or own_page or _came_from(request) or "records:bin")


@require_POST
@needs("records.bin.view")
def restore_together(request: HttpRequest, kind: str, moment: int) -> HttpResponse:
    restored = restore_many(request.actor, deleted_together(request.actor, bin_kind(kind), moment))
    toast(request, ngettext("%(n)s record is back.", "%(n)s records are back.", len(restored)) % {"n": len(restored)})
    return redirect(_asked_for(request) or _came_from(request) or "records:bin")


def _asked_for(request: HttpRequest) -> str | None:
    return _ours(request, request.POST.get("next", ""))


def _came_from(request: HttpRequest) -> str | None:
    """The page on which Undo was pressed."""
    return _ours(request, request.headers.get("Referer", ""))


def _ours(request: HttpRequest, address: str) -> str | None:
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}) else None
