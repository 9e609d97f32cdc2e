"""Strategies: the board, starting one, the house of one."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation import days
from mutua.foundation.access import needs, visible_to
from mutua.foundation.exports import csv_response
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.create_strategy import create_strategy
from mutua.strategy.actions.delete_strategy import delete_strategy
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.actions.weigh_board import weigh_board
from mutua.strategy.board_forms import WeightsForm
from mutua.strategy.board_showing import TITLES, board_picture, file_of, weighings
from mutua.strategy.forms import StrategyForm, StrategyNameForm
from mutua.strategy.houses import house_of
from mutua.strategy.models import BoardWeights
from mutua.strategy.queries.abandoned import left_by
from mutua.strategy.queries.board import board
from mutua.strategy.queries.board_figures import weights_now
from mutua.strategy.queries.sight import below, off_strategy
from mutua.strategy.queries.strategies import strategy_for, version_shown, versions_seen
from mutua.strategy.queries.summary import money_under
from mutua.strategy.queries.then import then
from mutua.strategy.summary_showing import money_in_words
from mutua.strategy.views.review import number_in


@require_GET
@needs("strategy.strategy.view")
def strategies(request: HttpRequest) -> HttpResponse:
    shown = board(request.actor)
    context = {"board": shown, "picture": board_picture(shown), "weighings": weighings(shown), "off": off_strategy(request.actor)}
    return render(request, "strategy/board.html", context)


@require_GET
@needs("strategy.strategy.view")
def board_file(request: HttpRequest) -> HttpResponseBase:
    columns, rows = file_of(board(request.actor))
    return csv_response(_("Board of strategies"), columns, rows)


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def weights(request: HttpRequest) -> HttpResponse:
    form = WeightsForm(weights_now(request.actor), request.POST if request.method == "POST" else None)
    if request.method == "POST" and (chosen := form.carried_out(partial(weigh_board, request.actor))):
        toast(request, _("The weights were saved as version %(number)s.") % {"number": chosen.number})
        return redirect("strategy:strategies")
    if form.non_field_errors():
        form.seen(weights_now(request.actor).number)
    context = {"form": form, "title": _("Weights of the board"), "cancel_url": reverse("strategy:strategies"), "two_columns": True}
    intro = _("What counts how much when cells are compared, from 0 (not at all) to 100. Older weights stay and can be read below.")
    old = [
        (row, [(TITLES[key], row.weights.get(key, 0)) for key in TITLES])
        for row in visible_to(request.actor, BoardWeights.objects.all()).order_by("-number")[:20]
    ]
    return render(request, "strategy/weights.html", {**context, "intro": intro, "old": old}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def strategy_new(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET[name] for name in ("segment", "offering") if request.GET.get(name, "").isdecimal()}
    form = StrategyForm(request.actor, request.POST or None, initial=chosen)
    if request.method == "POST" and (made := form.carried_out(partial(create_strategy, request.actor))):
        toast(request, _("%(name)s was started. Say in three sentences what you want.") % {"name": made})
        return redirect("strategy:version-write", made.versions.get().pk)
    context = {"form": form, "title": _("New strategy"), "save_label": _("Start the draft"), "cancel_url": reverse("strategy:strategies")}
    return render(request, "strategy/new.html", context, status=422 if form.errors else 200)


@require_GET
@needs("strategy.strategy.view")
def strategy(request: HttpRequest, strategy_id: int) -> HttpResponse:
    record = strategy_for(request.actor, strategy_id)
    day = day_asked(request)
    known = then(request.actor, record, day) if day is not None else None
    if day is not None and known is None:
        return render(request, "strategy/houses/before.html", {"strategy": record, "day": day})
    version = known.version if known else version_shown(request.actor, record, number_in(request))
    version.strategy = record
    if known is not None:
        record.name, record.owner = known.name, known.owner
        version.state = known.state
    left = left_by(request.actor, record) if day is None else None
    context = {
        "strategy": record,
        "left": left,
        "left_money": money_in_words(money_under(request.actor, record.pk), record.pk) if left else [],
        "version": version,
        "on": day,
        "put_in_force": known.put_in_force if known else None,
        "today": days.today(),
        "house": house_of(request.actor, version, day, _year_asked(request), known.parts if known else None),
        "versions": versions_seen(request.actor).filter(strategy=record).order_by("-number"),
        "below": below(request.actor, record) if day is None else [],
    }
    return render(request, "strategy/houses/page.html", context)


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def strategy_edit(request: HttpRequest, strategy_id: int) -> HttpResponse:
    record = strategy_for(request.actor, strategy_id)
    form = StrategyNameForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_strategy, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect(saved)
    context = {
        "form": form,
        "title": record.name,
        "cancel_url": record.get_absolute_url(),
        "remove_url": reverse("strategy:strategy-delete", args=[record.pk]),
    }
    return render(request, "strategy/edit.html", context, status=422 if form.errors else 200)


@require_POST
@needs("strategy.strategy.edit")
def strategy_delete(request: HttpRequest, strategy_id: int) -> HttpResponse:
    record = delete_strategy(request.actor, strategy_id, version=version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["strategy", record.pk]))
    return redirect("strategy:strategies")


@require_POST
@needs("strategy.strategy.edit")
def strategy_draft(request: HttpRequest, strategy_id: int) -> HttpResponse:
    """The next version, from the one in force or the last."""
    draft = draft_successor(request.actor, version_shown(request.actor, strategy_for(request.actor, strategy_id)))
    return redirect("strategy:version-write", draft.pk)


def _year_asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else None


def day_asked(request: HttpRequest) -> date | None:
    """The day of the past that the address names; None for the present and for what is no day."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return day if day < days.today() else None
