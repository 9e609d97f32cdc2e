"""Strategies: the board, starting one, the house of one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.create_strategy import create_strategy
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.forms import StrategyForm, StrategyNameForm
from mutua.strategy.houses import house_of
from mutua.strategy.models import Objective
from mutua.strategy.queries.board import board
from mutua.strategy.queries.strategies import strategy_for, version_shown, versions_seen
from mutua.strategy.sentences import STATES
from mutua.strategy.views.review import number_in


@require_GET
@needs("strategy.strategy.view")
def strategies(request: HttpRequest) -> HttpResponse:
    return render(request, "strategy/board.html", {"board": board(request.actor), "states": STATES})


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def strategy_new(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET[name] for name in ("segment", "offering") if request.GET.get(name, "").isdecimal()}
    form = StrategyForm(request.actor, request.POST or None, initial=chosen)
    if request.method == "POST" and (made := form.carried_out(partial(create_strategy, request.actor))):
        toast(request, _("%(name)s was started. Say in three sentences what you want.") % {"name": made})
        return redirect("strategy:version-write", made.versions.get().pk)
    context = {"form": form, "title": _("New strategy"), "save_label": _("Start the draft"), "cancel_url": reverse("strategy:strategies")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_GET
@needs("strategy.strategy.view")
def strategy(request: HttpRequest, strategy_id: int) -> HttpResponse:
    record = strategy_for(request.actor, strategy_id)
    version = version_shown(request.actor, record, number_in(request))
    context = {
        "strategy": record,
        "version": version,
        "house": house_of(request.actor, version),
        "versions": versions_seen(request.actor).filter(strategy=record).order_by("-number"),
        "perspectives": Objective.Perspective.choices,
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
    record = soft_delete(request.actor, strategy_for(request.actor, strategy_id), version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["strategy", record.pk]))
    return redirect("strategy:strategies")


@require_POST
@needs("strategy.strategy.edit")
def strategy_draft(request: HttpRequest, strategy_id: int) -> HttpResponse:
    """The next version, from the one in force or the last."""
    draft = draft_successor(request.actor, version_shown(request.actor, strategy_for(request.actor, strategy_id)))
    return redirect("strategy:version-write", draft.pk)
