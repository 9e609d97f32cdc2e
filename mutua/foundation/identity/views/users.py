"""The administrator's pages of those who sign in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import may, needs
from mutua.foundation.identity.actions.add_user import add_user
from mutua.foundation.identity.actions.bring_user_back import bring_user_back
from mutua.foundation.identity.actions.edit_user import edit_user
from mutua.foundation.identity.actions.end_user import end_user
from mutua.foundation.identity.actions.make_password_link import DAYS, make_password_link
from mutua.foundation.identity.forms import NewUserForm, UserForm
from mutua.foundation.identity.lists import USERS
from mutua.foundation.identity.models import User
from mutua.foundation.identity.owned import holdings
from mutua.foundation.identity.queries.users import user_for
from mutua.foundation.lists import list_page
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("identity.user.view")
def users(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, USERS, template="identity/users.html")


@require_http_methods(["GET", "POST"])
@needs("identity.user.create")
def user_new(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(request.actor, request.POST or None)
    if request.method == "POST":
        with transaction.atomic():
            made = form.carried_out(partial(add_user, request.actor))
            if made:
                return _with_link(request, made, by_mail=form.cleaned_data["by_mail"])
    return render(request, "identity/user_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("identity.user.view")
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    one = user_for(request.actor, user_id)
    form = UserForm(request.actor, request.POST or None, instance=one) if may(request.actor, "identity.user.edit") else None
    if request.method == "POST" and form and (saved := form.carried_out(partial(edit_user, request.actor, one.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect(saved)
    context = {"one": one, "form": form, "holdings": holdings(request.actor, one.pk), "page": entries_for(request.actor, "user", one.pk)}
    return render(request, "identity/user.html", context, status=422 if form and form.errors else 200)


@require_POST
@needs("identity.user.invite")
def link(request: HttpRequest, user_id: int) -> HttpResponse:
    return _with_link(request, user_for(request.actor, user_id), by_mail=request.POST.get("by_mail") == "on")


@require_http_methods(["GET", "POST"])
@needs("identity.user.end")
def end(request: HttpRequest, user_id: int) -> HttpResponse:
    one = user_for(request.actor, user_id)
    if request.method == "POST":
        ended = end_user(request.actor, one.pk, version=_version(request))
        toast(request, _("%(name)s was ended. Sessions and keys work no more.") % {"name": ended})
        return redirect(ended)
    return render(request, "identity/end.html", {"one": one, "holdings": holdings(request.actor, one.pk), "version": one.version})


@require_POST
@needs("identity.user.end")
def back(request: HttpRequest, user_id: int) -> HttpResponse:
    one = bring_user_back(request.actor, user_id, version=_version(request))
    toast(request, _("%(name)s is back. Make a link, so that a password can be set.") % {"name": one})
    return redirect(one)


def _with_link(request: HttpRequest, one: User, *, by_mail: bool) -> HttpResponse:
    made = make_password_link(request.actor, one.pk, by_mail=by_mail)
    if by_mail:
        toast(request, _("The link goes to %(email)s in a moment.") % {"email": one.email})
        return redirect(one)
    context: dict[str, Any] = {"one": one, "link": made, "days": DAYS}
    answer = render(request, "identity/link.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _version(request: HttpRequest) -> int:
    # A form without its version has seen none, and overwrites nothing.
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
