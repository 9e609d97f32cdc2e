"""What a version rests on: needs, the market, findings and the options made of them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.answer_needs import answer_needs
from mutua.strategy.actions.decide_option import decide_option
from mutua.strategy.actions.find_swot import edit_swot, find_swot, strike_swot
from mutua.strategy.actions.place_in_market import place_in_market
from mutua.strategy.actions.propose_options import propose_options
from mutua.strategy.ground_forms import HUNDRED, NeedsForm, OptionForm, PlaceFormSet, SwotForm
from mutua.strategy.models import MarketPosition, StrategyVersion
from mutua.strategy.queries.grounds import grounds_of, option_for, swot_item_for
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.views.versions import page_of

CENT = Decimal("0.01")


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def swot_new(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = SwotForm(request.actor, version, None, request.POST or None, initial={"kind": request.GET.get("kind", "strength")})
    if request.method == "POST" and form.carried_out(partial(find_swot, request.actor, version.pk)):
        return redirect(_to(version, "swot"))
    context = {"form": form, "title": _("New finding of %(name)s") % {"name": version}, "save_label": _("Write it down")}
    return _form(
        request, version, "swot", {**context, "intro": _("Every finding rests on something: a need, a measure, or a page with the rows.")}
    )


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def swot_write(request: HttpRequest, swot_id: int) -> HttpResponse:
    item = swot_item_for(request.actor, swot_id)
    form = SwotForm(request.actor, item.version_of, item, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(edit_swot, request.actor, item.pk)):
        return redirect(_to(item.version_of, "swot"))
    return _form(request, item.version_of, "swot", {"form": form, "title": item.sentence, "item": item}, "strategy/houses/swot_item.html")


@require_POST
@needs("strategy.strategy.edit")
def swot_strike(request: HttpRequest, swot_id: int) -> HttpResponse:
    """Strikes a finding out; with `back` it is put back."""
    back = bool(request.POST.get("back") or request.GET.get("back"))
    item = strike_swot(request.actor, swot_id, version=version_sent(request), back=back)
    way_back = f"{reverse('strategy:swot-strike', args=[item.pk])}?version={item.version_of.version}&back=1"
    if back:
        toast(request, _("“%(finding)s” stands again.") % {"finding": item.sentence})
    else:
        toast(request, _("“%(finding)s” was struck out.") % {"finding": item.sentence}, undo=way_back)
    return redirect(_to(item.version_of, "swot"))


@require_POST
@needs("strategy.strategy.edit")
def options_propose(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    made = propose_options(request.actor, version_id, version=version_sent(request))
    toast(request, ngettext("%(n)s option was made.", "%(n)s options were made.", made) % {"n": made})
    return redirect(_to(version, "options"))


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def option(request: HttpRequest, option_id: int) -> HttpResponse:
    record = option_for(request.actor, option_id)
    form = OptionForm(record, request.POST or None, initial={"state": request.GET["state"]} if request.GET.get("state") else {})
    if request.method == "POST" and form.carried_out(partial(decide_option, request.actor, record.pk)):
        return redirect(_to(record.version_of, "options"))
    context = {"form": form, "title": _("Option %(kind)s") % {"kind": record.kind}, "option": record}
    return _form(request, record.version_of, "options", context, "strategy/houses/option.html")


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def needs_choose(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    form = NeedsForm(request.actor, version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.carried_out(partial(answer_needs, request.actor, version.pk)):
        toast(request, _("The needs were saved."))
        return redirect(_to(version, "needs"))
    intro = _("Open needs of those who belong to “%(segment)s” today, in their words, as far as you may see them.")
    context = {"form": form, "title": _("Needs that %(name)s answers") % {"name": version}}
    return _form(request, version, "needs", {**context, "intro": intro % {"segment": version.strategy.segment}})


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def positions(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    initial = [
        {"year": one.year, "share": (one.share * HUNDRED).quantize(CENT), "size": one.size, "rank": one.rank, "is_envisioned": one.is_envisioned, "origin": one.origin}
        for one in version.positions.all()
    ]  # fmt: skip
    rows = PlaceFormSet(request.POST) if request.method == "POST" else PlaceFormSet(initial=initial)
    if request.method == "POST" and rows.is_valid() and (saved := _place(request, version, rows)):
        return saved
    context = {"rows": rows, "version": version, "title": _("Position of %(name)s in its market") % {"name": version}}
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/houses/positions.html", {**context, "cancel_url": _to(version, "market")}, status=status)


def _place(request: HttpRequest, version: StrategyVersion, rows: Any) -> HttpResponse | None:
    try:
        place_in_market(request.actor, version.pk, [one for row in rows if (one := row.placed())], version=version_sent(request))
    except Refused as refusal:
        rows.refusal = str(refusal)
        return None
    toast(request, _("The position was saved."))
    return redirect(_to(version, "market"))


@require_GET
@needs("strategy.strategy.view")
def positions_file(request: HttpRequest, version_id: int) -> Any:
    version = version_for(request.actor, version_id)
    rows: list[MarketPosition] = grounds_of(request.actor, version).positions
    columns = ["year", "share", "size", "currency", "rank", "envisioned", "origin"]
    currency = version.strategy.offering.currency
    return csv_response(
        f"{version} market", columns, ([one.year, one.share, one.size, currency, one.rank, one.is_envisioned, one.origin] for one in rows)
    )


def _to(version: StrategyVersion, place: str) -> str:
    return f"{page_of(version)}#{place}"


def _form(
    request: HttpRequest, version: StrategyVersion, place: str, context: dict[str, Any], template: str = "ui/form_page.html"
) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, template, {**context, "strategy_version": version, "cancel_url": _to(version, place)}, status=status)
