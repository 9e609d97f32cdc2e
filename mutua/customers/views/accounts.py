"""Accounts: the list, one account in the round, its tabs, and making, changing and deleting one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.delete_account import delete_account
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.forms import AccountForm
from mutua.customers.frame import account_frame
from mutua.customers.lists import account_list
from mutua.customers.queries.accounts import account_for
from mutua.customers.tabs import WHOLE, panel_tab
from mutua.customers.views.landing import landing
from mutua.foundation.access import NotFound, needs
from mutua.foundation.lists import list_page
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("customers.account.view")
def accounts(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, account_list())


@require_GET
@needs("customers.account.view")
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    return render(request, "customers/accounts/record.html", account_frame(request, account_id, tab=WHOLE))


@require_GET
@needs("customers.account.view")
def account_tab(request: HttpRequest, account_id: int, tab: str) -> HttpResponse:
    """A tab that panels fill. One that nothing fills is not there."""
    shown = panel_tab(request.actor, tab)
    if shown is None:
        raise NotFound(tab)
    return render(request, "customers/accounts/tab.html", {**account_frame(request, account_id, tab=tab), "tab": shown})


@require_http_methods(["GET", "POST"])
@needs("customers.account.create")
def account_new(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.actor, request.POST or None, initial={"parent": _number(request.GET.get("parent"))})
    if request.method == "POST" and (made := form.carried_out(partial(create_account, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return landing(request.actor, made, "customers:accounts")
    context = {
        "form": form, "title": _("New account"), "save_label": _("Add account"), "cancel_url": reverse("customers:accounts"), "full_width": form.full_width,
    }  # fmt: skip
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.account.edit")
def account_edit(request: HttpRequest, account_id: int) -> HttpResponse:
    record = account_for(request.actor, account_id)
    form = AccountForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_account, request.actor, record.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return landing(request.actor, saved, "customers:accounts")
    context = {
        "form": form,
        "title": _("Edit %(name)s") % {"name": record},
        "cancel_url": record.get_absolute_url(),
        "full_width": form.full_width,
    }
    return render(request, "customers/wide_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("customers.account.delete")
def account_delete(request: HttpRequest, account_id: int) -> HttpResponse:
    record = account_for(request.actor, account_id)
    if request.method == "POST":
        delete_account(request.actor, record.pk, version=version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["account", record.pk]))
        return redirect("customers:accounts")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("It goes into the bin for thirty days. Its people, deals, deliveries and history stay, and come back with it."),
        "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
