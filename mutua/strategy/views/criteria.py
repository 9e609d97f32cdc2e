"""What a version asks of a contact."""

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
from mutua.strategy.actions.set_criteria import set_criteria
from mutua.strategy.criteria_forms import CriterionFormSet, stands_in
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.views.versions import page_of


@require_http_methods(["GET", "POST"])
@needs("strategy.strategy.edit")
def criteria(request: HttpRequest, version_id: int) -> HttpResponse:
    version = version_for(request.actor, version_id)
    initial = [stands_in(one) for one in version.criteria.all()]
    rows: Any = CriterionFormSet(request.POST) if request.method == "POST" else CriterionFormSet(initial=initial)
    if request.method == "POST" and rows.is_valid() and (saved := _ask(request, version, rows)):
        return saved
    context = {"rows": rows, "version": version, "title": _("What %(name)s asks of a contact") % {"name": version}}
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/houses/criteria.html", {**context, "cancel_url": f"{page_of(version)}#criteria"}, status=status)


def _ask(request: HttpRequest, version: StrategyVersion, rows: Any) -> HttpResponse | None:
    try:
        set_criteria(request.actor, version.pk, [one for row in rows if (one := row.asked())], version=version_sent(request))
    except Refused as refusal:
        rows.refusal = str(refusal)
        return None
    toast(request, _("What a contact must fulfil was saved."))
    return redirect(f"{page_of(version)}#criteria")
