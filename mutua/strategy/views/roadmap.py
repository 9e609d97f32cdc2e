"""The initiatives of a version."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.plan_initiatives import plan_initiatives
from mutua.strategy.initiative_forms import InitiativeFormSet, levers_of, told
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.roadmap import initiatives_of
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.views.versions import page_of


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def initiatives(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    levers = {"levers": levers_of(version)}
    if request.method == "POST":
        rows = InitiativeFormSet(request.POST, form_kwargs=levers)
    else:
        rows = InitiativeFormSet(initial=[told(one) for one in initiatives_of(request.actor, version)], form_kwargs=levers)
    if request.method == "POST" and rows.is_valid() and (saved := _plan(request, version, rows)):
        return saved
    context = {"rows": rows, "version": version, "title": _("Initiatives of %(name)s") % {"name": version}, "cancel_url": _page(version)}
    return render(request, "strategy/houses/initiatives.html", context, status=422 if request.method == "POST" else 200)


def _plan(request: HttpRequest, version: StrategyVersion, rows: Any) -> HttpResponse | None:
    try:
        plan_initiatives(request.actor, version.pk, [one for row in rows if (one := row.intended())], version=version_sent(request))
    except Refused as refusal:
        rows.refusal = str(refusal)
        return None
    toast(request, _("The roadmap was saved."))
    return redirect(_page(version))


def _page(version: StrategyVersion) -> str:
    return f"{page_of(version)}#roadmap"
