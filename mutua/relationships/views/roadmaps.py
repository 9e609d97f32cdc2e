"""The roadmap of an account, and one item with its gate and its price."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.gantt import Bar, gantt, segments
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.actions.lower_gate import lower_gate
from mutua.relationships.actions.note_outlay import note_outlay
from mutua.relationships.actions.override_gate import override_gate
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.actions.stop_item import stop_item
from mutua.relationships.actions.take_item_back import take_item_back
from mutua.relationships.item_forms import LowerForm, OutlayForm, OverrideForm, SizeForm, StartedForm
from mutua.relationships.models import RoadmapItem
from mutua.relationships.models.figures import Figures
from mutua.relationships.models.labels import COMPONENTS, ESTIMATES, SIDES
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.on_abandoned import on_abandoned
from mutua.relationships.queries.outlays import taken_by
from mutua.relationships.queries.prerequisites import missing_before
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import item_for, roadmap_of
from mutua.relationships.queries.segment_items import segment_item_of
from mutua.relationships.queries.values import balance_of
from mutua.relationships.queries.what_if import what_if
from mutua.relationships.rules.lifecycles import STARTED, next_item_states


@require_GET
@needs("relationships.roadmap.view")
def roadmap(request: HttpRequest, account_id: int) -> HttpResponse:
    frame = account_frame(request, account_id, tab="roadmap")
    items = roadmap_of(request.actor, account_id)
    gates = gates_of(request.actor, items)
    going = [item for item in items if item.state not in ENDED]
    context = {
        **frame,
        "items": items,
        "abandoned": on_abandoned(request.actor, going),
        "gates": [gates[item.pk] for item in items],
        "gantt": gantt([_bar(item, gates[item.pk]) for item in going]) if going else None,
        "unsized": [item for item in going if not item.is_sized],
        "balance": balance_of(request.actor, account_id, frame["account"].currency),
        "currency": frame["account"].currency,
    }
    return render(request, "relationships/roadmaps/roadmap.html", context)


@require_GET
@needs("relationships.roadmap.view")
def roadmap_what_if(request: HttpRequest, account_id: int) -> HttpResponse:
    """What would be if the ticked items were begun. The address is all that is kept of it."""
    ticked = {int(number) for number in request.GET.getlist("item") if number.isdecimal() and len(number) < 19}
    asked = {"it": what_if(request.actor, account_id, ticked)}
    if request.headers.get("HX-Target") == "what-if":
        frame = {"account": account_for(request.actor, account_id)}
        return render(request, "relationships/roadmaps/_what_if.html", {**frame, **asked, "currency": frame["account"].currency})
    frame = account_frame(request, account_id, tab="roadmap")
    return render(request, "relationships/roadmaps/what_if.html", {**frame, **asked, "currency": frame["account"].currency})


@require_GET
@needs("relationships.roadmap.view")
def item(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    return _item_page(request, shown, OverrideForm(initial={"version": shown.version}))


@require_http_methods(["GET", "POST"])
@needs("relationships.roadmap.edit")
def item_size(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    form = (StartedForm if shown.state in STARTED else SizeForm)(request.actor, shown, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(size_item, request.actor, shown.pk)):
        toast(request, _("Saved."))
        return redirect(shown)
    context: dict[str, object] = {"form": form, "title": shown.name, "cancel_url": shown.get_absolute_url(), "two_columns": True}
    context |= {"gate": gates_of(request.actor, [shown])[shown.pk], "item": shown}
    page = "ui/form_page.html" if shown.state in STARTED else "relationships/roadmaps/figures.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.roadmap.edit")
def item_approve(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    approved = approve_item(request.actor, item_for(request.actor, item_id, account_id).pk, version=version_sent(request))
    toast(request, _("Through the gate: the plan can choose it."))
    return redirect(approved)


@require_POST
@needs("relationships.gate.override")
def item_override(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    form = OverrideForm(request.POST)
    if form.carried_out(partial(override_gate, request.actor, shown.pk)):
        toast(request, _("Overridden in your name. The expected loss stays with the item and the plan for ever."))
        return redirect(shown)
    return _item_page(request, shown, form, status=422)


@require_POST
@needs("relationships.gate.override")
def item_lower(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    form = LowerForm(request.POST)
    if form.carried_out(partial(lower_gate, request.actor, shown.pk)):
        toast(request, _("Lowered in your name. The expected loss stays with the item for ever, and counts in every plan."))
        return redirect(shown)
    return _item_page(request, shown, OverrideForm(initial={"version": shown.version}), lower=form, status=422)


@require_POST
@needs("relationships.roadmap.edit")
def item_begin(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    begun = begin_item(request.actor, item_for(request.actor, item_id, account_id).pk, version=version_sent(request))
    toast(request, _("Under way."), undo=_way_back(begun))
    return redirect(begun)


@require_POST
@needs("relationships.roadmap.edit")
def item_finish(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    finished = finish_item(request.actor, item_for(request.actor, item_id, account_id).pk, version=version_sent(request))
    toast(request, _("Done. Note on the touchpoint how far the activity is practised now."), undo=_way_back(finished))
    return redirect(finished)


@require_POST
@needs("relationships.roadmap.edit")
def item_stop(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    stopped = stop_item(request.actor, item_for(request.actor, item_id, account_id).pk, version=version_sent(request))
    toast(request, _("Stopped."), undo=_way_back(stopped))
    return redirect("relationships:roadmap", stopped.account_id)


@require_http_methods(["GET", "POST"])
@needs("relationships.roadmap.edit")
def outlay_new(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    shown = item_for(request.actor, item_id, account_id)
    form = OutlayForm(shown, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(note_outlay, request.actor, shown.pk)):
        toast(request, _("Noted."))
        return redirect(shown)
    words = {"item": shown.name, "account": shown.account.name}
    context = {"form": form, "title": _("What %(item)s at %(account)s has taken") % words, "cancel_url": shown.get_absolute_url()}
    context["intro"] = _("What was wrong is corrected by another row with a minus.")
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.roadmap.edit")
def item_take_back(request: HttpRequest, account_id: int, item_id: int) -> HttpResponse:
    back = take_item_back(request.actor, item_for(request.actor, item_id, account_id).pk, version=version_sent(request))
    toast(request, _("%(item)s is “%(state)s” again.") % {"item": back.name, "state": back.get_state_display()})
    return redirect(back)


def _way_back(item: RoadmapItem) -> str:
    return f"{reverse('relationships:item-take-back', args=[item.account_id, item.pk])}?version={item.version}"


def _item_page(
    request: HttpRequest, shown: RoadmapItem, form: OverrideForm, *, lower: LowerForm | None = None, status: int = 200
) -> HttpResponse:
    frame = account_frame(request, shown.account_id, tab="roadmap")
    gate = gates_of(request.actor, [shown])[shown.pk]
    first = shown.not_before
    context = {
        **frame,
        "item": shown,
        "gate": gate,
        "form": form,
        "lower": lower,
        "missing": missing_before(request.actor, [shown]).get(shown.pk, ()),
        "requires": list(shown.requires.select_related("activity")),
        "open": shown.state not in STARTED,
        "returns": returns_table(shown),
        "of_segment": segment_item_of(request.actor, shown),
        "taken": taken_by(request.actor, shown) if shown.state in STARTED else None,
        "abandoned": on_abandoned(request.actor, [] if shown.state in ENDED else [shown]),
        "next_states": next_item_states(shown.state),
        "quarters": segments(first, max(shown.lasts, len(shown.return_us)), shown.investment_us, shown.investment_them, quarters=40),
    }
    return render(request, "relationships/roadmaps/item.html", context, status=status)


def returns_table(figures: Figures) -> list[tuple[str, Any, list[tuple[Any, list[Decimal | None], bool]]]]:
    """By side, its components with low, likely and high, and their net; only what somebody entered."""
    table = []
    for side, said in SIDES:
        rows: list[tuple[Any, list[Decimal | None], bool]] = [
            (what, [figures.returned(side, component, estimate) for estimate, _e in ESTIMATES], False) for component, what in COMPONENTS
        ]
        rows = [row for row in rows if row[1][1] is not None]
        if rows:
            rows.append((_("Net return"), [figures.net_return(side, estimate) for estimate, _e in ESTIMATES], True))
            table.append((side, said, rows))
    return table


def _bar(item: RoadmapItem, gate: Gate) -> Bar:
    first = min(item.not_before, 4)
    note = _("%(hours)s h") % {"hours": f"{item.total_hours:,.0f}"}
    parts = segments(first, item.lasts, item.investment_us, item.investment_them)
    blocked = not gate.is_passable
    return Bar(
        item.name,
        note,
        item.get_absolute_url(),
        first,
        parts,
        item.gain,
        item.their_gain,
        state=str(item.get_state_display()),
        blocked=blocked,
    )
