"""Exchange rates: what was said, and saying another one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.foundation import days
from mutua.foundation.access import needs, require
from mutua.foundation.money.actions.set_rate import set_rate
from mutua.foundation.money.forms import RateForm
from mutua.foundation.money.queries.rates import SHOWN, rates_said
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("money.rate.view")
def rates(request: HttpRequest) -> HttpResponse:
    form = RateForm(request.POST or None, initial={"on": days.today()})
    if request.method == "POST":
        require(request.actor, "money.rate.edit")
        if made := form.carried_out(partial(set_rate, request.actor)):
            toast(request, _("%(rate)s was saved.") % {"rate": made})
            return redirect("money:rates")
    context = {"form": form, "rates": rates_said(request.actor)[:SHOWN], "shown": SHOWN}
    return render(request, "money/rates.html", context, status=422 if form.errors else 200)
