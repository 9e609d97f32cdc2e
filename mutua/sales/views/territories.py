"""Territories: the list, one territory, the editor of its rule, who works there, and which accounts it names."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.filters import FilterError
from mutua.foundation.lists import list_page
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.sales.actions.create_territory import create_territory
from mutua.sales.actions.delete_territory import delete_territory
from mutua.sales.actions.edit_territory import edit_territory
from mutua.sales.actions.join_territory import join_territory
from mutua.sales.actions.leave_territory import leave_territory
from mutua.sales.actions.name_accounts import name_accounts, unname_account
from mutua.sales.models import Territory
from mutua.sales.queries.territories import accounts_in, member_history, named_accounts, territory_for, tree_of
from mutua.sales.territory_forms import JoinTerritoryForm, NameAccountForm, TerritoryForm
from mutua.sales.territory_list import TERRITORIES, rule_in_words
from mutua.strategy.editing import Editing, editing, posted_rule
from mutua.strategy.queries.segments import preview

SHOWN = 30
ACCOUNTS = {"party_kind": "account"}


@require_http_methods(["GET", "POST"])
@needs("sales.territory.view")
def territories(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, TERRITORIES, template="sales/territories/territories.html")


@require_GET
@needs("sales.territory.view")
def territory(request: HttpRequest, territory_id: int) -> HttpResponse:
    record = territory_for(request.actor, territory_id)
    tree = tree_of(request.actor)
    place = next(one for one in tree if one.territory.pk == record.pk)
    accounts = accounts_in(request.actor, place.below)
    context = {
        "territory": record, "place": place, "below": [one for one in tree if one.territory.pk in place.below - {record.pk}],
        "says": rule_in_words(request.actor, record), "accounts": accounts.order_by("sort_key", "pk")[:SHOWN], "count": accounts.count(),
        "named": named_accounts(request.actor, record)[:SHOWN], "members": member_history(request.actor, record),
        "filter": json.dumps({"field": "territory", "op": "in", "value": [str(number) for number in sorted(place.below)]}),
        "join_form": JoinTerritoryForm(initial={"since": days.today()}), "name_form": NameAccountForm(request.actor), "today": days.today(),
    }  # fmt: skip
    return render(request, "sales/territories/territory.html", context)


@require_http_methods(["GET", "POST"])
@needs("sales.territory.edit")
def territory_new(request: HttpRequest) -> HttpResponseBase:
    return _edit(request, Territory(), partial(create_territory, request.actor), _("New territory"))


@require_http_methods(["GET", "POST"])
@needs("sales.territory.edit")
def territory_edit(request: HttpRequest, territory_id: int) -> HttpResponseBase:
    record = territory_for(request.actor, territory_id)
    return _edit(request, record, partial(edit_territory, request.actor, record.pk), record.name)


@require_POST
@needs("sales.territory.edit")
def territory_delete(request: HttpRequest, territory_id: int) -> HttpResponse:
    gone = delete_territory(request.actor, territory_id, version=version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": gone}, undo=reverse("records:restore", args=["territory", gone.pk]))
    return redirect("sales:territories")


@require_POST
@needs("sales.territory.edit")
def territory_join(request: HttpRequest, territory_id: int) -> HttpResponse:
    made = _carried_out(JoinTerritoryForm(request.POST), partial(join_territory, request.actor, territory_id))
    toast(request, _("%(name)s works there now.") % {"name": made.user.name})
    return redirect("sales:territory", territory_id)


@require_POST
@needs("sales.territory.edit")
def territory_leave(request: HttpRequest, territory_id: int, member_id: int) -> HttpResponse:
    ended = leave_territory(request.actor, territory_id, member_id)
    toast(request, _("%(name)s works there until today.") % {"name": ended.user.name})
    return redirect("sales:territory", territory_id)


@require_POST
@needs("sales.territory.edit")
def territory_name_account(request: HttpRequest, territory_id: int) -> HttpResponse:
    form = NameAccountForm(request.actor, request.POST)
    _carried_out(form, lambda account: name_accounts(request.actor, territory_id, [account.pk]) + 1)
    toast(request, _("%(name)s lies there by name.") % {"name": form.cleaned_data["account"]})
    return redirect("sales:territory", territory_id)


@require_POST
@needs("sales.territory.edit")
def territory_unname_account(request: HttpRequest, territory_id: int, account_id: int) -> HttpResponse:
    unname_account(request.actor, territory_id, account_id)
    toast(request, _("The account lies where the rules say."))
    return redirect("sales:territory", territory_id)


def _carried_out(form: Any, act: Callable[..., Any]) -> Any:
    """What the act gave back. Raises Refused with what is wrong in the form: these forms are part of a page that shows much else."""
    if not (done := form.carried_out(act)):
        raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
    return done


def _edit(request: HttpRequest, record: Territory, act: Callable[..., Any], title: str) -> HttpResponseBase:
    """The rule is edited in the address, one press at a time, and saved with the form."""
    try:
        state = editing(request.actor, request.GET, "account", record.predicate)
    except (FilterError, LookupError) as problem:
        sentence = str(problem) if isinstance(problem, FilterError) else _("There is no such part of the rule. Go back and try again.")
        return render(request, "400.html", {"sentence": sentence}, status=400)
    if "editor" in request.GET:
        return render(request, "lists/_editor.html", state.adding())
    if state.changed:
        return redirect(f"{request.path}?{state.address('account')}")
    return _form_page(request, record, act, title, state)


def _form_page(request: HttpRequest, record: Territory, act: Callable[..., Any], title: str, state: Editing) -> HttpResponse:
    form = TerritoryForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(lambda **values: act(predicate=posted_rule(request), **values))):
        toast(request, _("%(name)s was saved; which accounts lie in it is being looked up.") % {"name": saved})
        return redirect(saved)
    has_rule = bool(state.tree) and state.tree != {"all": []}
    context = {
        "form": form, "title": title, "territory": record, "state": state, "segment": ACCOUNTS,
        "cancel_url": record.get_absolute_url() if record.pk else reverse("sales:territories"),
        "preview": preview(request.actor, "account", state.tree) if has_rule else None,
    }  # fmt: skip
    return render(request, "sales/territories/edit.html", {**context, **state.adding()}, status=422 if form.errors else 200)
