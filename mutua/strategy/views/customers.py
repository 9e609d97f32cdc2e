"""The strategy for one customer."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.drafting import draft_for
from mutua.strategy.forms import CustomerStrategyForm
from mutua.strategy.queries.customer_strategies import renewed_versions, serving_account


@require_http_methods(["GET", "POST"])
@needs("strategy.customer_strategy.edit")
def customer_strategy(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    own = serving_account(request.actor, account).own
    draft = draft_for(request.actor, account) if request.GET.get("draft") else None
    drafted: dict[str, object] = {"statement": draft.statement, "versions": [version.pk for version in draft.versions]} if draft else {}
    renewed = request.GET.get("renew") == "1" and own is not None
    if renewed and own is not None:
        drafted["versions"] = [version.pk for version in renewed_versions(request.actor, own)]
    form = CustomerStrategyForm(request.actor, request.POST or None, instance=own, initial=drafted)
    if request.method == "POST" and form.carried_out(partial(write_customer_strategy, request.actor, account.pk)):
        toast(request, _("The strategy for %(name)s was saved.") % {"name": account})
        return redirect(account)
    context = {"form": form, "title": _("Strategy for %(name)s") % {"name": account}, "cancel_url": account.get_absolute_url()}
    return render(
        request,
        "strategy/customer.html",
        {**context, "own": own, "draft": draft, "renewed": renewed, "account": account},
        status=422 if form.errors else 200,
    )
