"""The pipeline board."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import Actor, NotFound, needs
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.ui.toasts import toasted
from mutua.sales.actions.advance_opportunity import advance_opportunity
from mutua.sales.forms import MoveCardForm
from mutua.sales.models import Stage
from mutua.sales.queries.board import board_of, card_of, pipelines_for
from mutua.sales.queries.opportunities import opportunity_for


@require_GET
@needs("sales.opportunity.view")
def pipeline(request: HttpRequest) -> HttpResponse:
    pipelines = pipelines_for(request.actor)
    wanted = request.GET.get("pipeline", "")
    chosen = next((one for one in pipelines if one.key == wanted), None)
    if chosen is None and wanted:
        raise NotFound(wanted)
    chosen = chosen or max(pipelines, key=lambda one: one.mine)
    whose = "mine" if request.GET.get("whose") == "mine" else "all"
    board = board_of(request.actor, chosen, only=_only(request.actor, whose, request.GET.get("off") == "1"))
    context: dict[str, Any] = {"board": board, "pipelines": pipelines, "whose": whose, "off": request.GET.get("off") == "1"}
    return render(request, "sales/pipeline/pipeline.html", context)


@require_POST
@needs("sales.opportunity.edit")
def move_card(request: HttpRequest) -> HttpResponse:
    form = MoveCardForm(request.POST)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    sent = form.cleaned_data
    try:
        advance_opportunity(request.actor, sent["card"], version=sent["version"], to=sent["to"])
    except StaleVersion:
        if not request.htmx:  # type: ignore[attr-defined]
            raise
        return _as_it_stands(request, sent["card"], sent["to"])
    return _card(request, sent["card"])


def _card(request: HttpRequest, deal_id: int, status: int = 200) -> HttpResponse:
    deal = card_of(request.actor, opportunity_for(request.actor, deal_id))
    return render(request, "sales/pipeline/_card.html", {"deal": deal}, status=status)


def _as_it_stands(request: HttpRequest, deal_id: int, wanted: Stage) -> HttpResponse:
    """For the board: the card with what the other one wrote, so that the next move is made knowing it."""
    sentence = _(
        "Somebody else changed this deal after the board was opened. The card shows it as it is now; your move to “%(stage)s” changed nothing. "
        "Move it again if you still want to."
    )
    return toasted(_card(request, deal_id, 409), sentence % {"stage": wanted}, problem=True)


def _only(actor: Actor, whose: str, off: bool) -> Q:
    only = Q(owner=actor.user_id) if whose == "mine" else Q()
    return only & Q(strategy=None) if off else only
