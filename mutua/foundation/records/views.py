"""The bin and the way back out of it; the history of one field and the way back to what stood there."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import NotFound, needs, require, signed_in
from mutua.foundation.records.actions.put_value_back import put_value_back
from mutua.foundation.records.actions.restore import restore, restore_many
from mutua.foundation.records.bin import KEPT_DAYS, bin_kind
from mutua.foundation.records.forms import version_sent
from mutua.foundation.records.models import Record
from mutua.foundation.records.queries.bin import (
    PAGE,
    deleted_record,
    deleted_records,
    deleted_together,
    kinds_for,
    kinds_with_something,
    lying,
)
from mutua.foundation.records.queries.history import history_page, told_fields
from mutua.foundation.records.returning import old_values_kind
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast

ROWS_READ = 200  # old rows a page, of which those are told that changed the field


@require_GET
@needs("records.bin.view")
def bin_page(request: HttpRequest) -> HttpResponse:
    wanted, filled = request.GET.get("kind"), kinds_with_something(request.actor)
    asked = next((kind for kind in kinds_for(request.actor) if kind.key == wanted), None)
    chosen = asked or (filled[0] if filled else None)
    page = Paginator(deleted_records(request.actor, chosen), PAGE).get_page(request.GET.get("page")) if chosen else None
    # A kind of which nothing lies here has a tab only while somebody looks for it.
    shown = filled if chosen is None or chosen in filled else [*filled, chosen]
    tabs = [Tab(kind.title, f"{reverse('records:bin')}?kind={kind.key}", current=kind is chosen) for kind in shown]
    rows = lying(request.actor, chosen, page) if chosen and page else []
    return render(request, "records/bin.html", {"page": page, "rows": rows, "kind": chosen, "tab_list": tabs, "kept_days": KEPT_DAYS})


@require_POST
@needs("records.bin.view")
def restore_record(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    its = bin_kind(kind)
    record = restore(request.actor, deleted_record(request.actor, its, record_id))
    toast(request, _("%(name)s is back.") % {"name": its.said(record)})
    own_page = record.get_absolute_url() if hasattr(record, "get_absolute_url") else None
    # What hangs on another record is shown again where somebody looked at it.
    place = (own_page or _came_from(request)) if its.whole else (_came_from(request) or own_page)
    return redirect(_asked_for(request) or place or "records:bin")


@require_POST
@needs("records.bin.view")
def restore_together(request: HttpRequest, kind: str, moment: int) -> HttpResponse:
    restored = restore_many(request.actor, deleted_together(request.actor, bin_kind(kind), moment))
    toast(request, ngettext("%(n)s record is back.", "%(n)s records are back.", len(restored)) % {"n": len(restored)})
    return redirect(_asked_for(request) or _came_from(request) or "records:bin")


@require_GET
@signed_in
def field_history(request: HttpRequest, kind: str, record_id: int, field_name: str) -> HttpResponse:
    """What stood in one field, write by write."""
    its = old_values_kind(kind)
    require(request.actor, its.view_needs)
    record = its.find(request.actor, record_id)
    until = request.GET.get("until", "")
    changes, older = history_page(
        request.actor, record, ROWS_READ, field=field_name, until=int(until) if until.isdecimal() and len(until) < 19 else None
    )
    context = {
        "record": record,
        "kind": kind,
        "changes": changes,
        "older": older,
        "label": _label(record, field_name),
        "home": its.home(record),
    }
    return render(request, "records/field_history.html", context)


@require_POST
@signed_in
def put_back_value(request: HttpRequest, kind: str, record_id: int, write_id: int, field_name: str) -> HttpResponse:
    """What stood in the field before that write stands there again. Undo puts back what this write replaced."""
    its, version = old_values_kind(kind), version_sent(request)
    record = put_value_back(request.actor, its, record_id, version=version, write=write_id, field=field_name)
    said = _("%(field)s is as it was.") % {"field": _label(record, field_name)}
    if record.version == version:
        toast(request, said)
    else:
        own = record.events.order_by("-pgh_id").values_list("pgh_id", flat=True)[0]  # type: ignore[attr-defined]
        toast(request, said, undo=f"{reverse('records:put-back', args=[kind, record_id, own, field_name])}?version={record.version}")
    return redirect(_came_from(request) or its.home(record))


def _label(record: Record, field_name: str) -> str:
    """What the field is called. Raises NotFound."""
    if field_name in getattr(record, "hidden_columns", ()):
        raise NotFound(field_name)
    name, _dot, custom = field_name.partition(".")
    if custom:
        return custom
    found = next((field for field in told_fields(record) if field.name == name), None)
    if found is None:
        raise NotFound(field_name)
    return str(found.verbose_name)


def _asked_for(request: HttpRequest) -> str | None:
    return _ours(request, request.POST.get("next", ""))


def _came_from(request: HttpRequest) -> str | None:
    """The page on which Undo was pressed."""
    return _ours(request, request.headers.get("Referer", ""))


def _ours(request: HttpRequest, address: str) -> str | None:
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}) else None
