"""Our side of the door: who of a customer has a link, and what we promised."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.portals.actions.close_promise import close_promise
from mutua.portals.actions.make_link import make_link
from mutua.portals.actions.promise import promise
from mutua.portals.actions.revoke_link import revoke_link
from mutua.portals.forms import LinkForm, PromiseForm
from mutua.portals.queries.links import guests_of, links_of, promises_of
from mutua.relationships.queries.joint_session import open_session_of
from mutua.relationships.queries.roadmaps import roadmap_of


@require_GET
@needs("portals.link.view")
def door(request: HttpRequest, account_id: int) -> HttpResponse:
    links = links_of(request.actor, account_id)
    shown = {
        "links": links,
        "has_link": any(row.is_open for row in links),
        "promises": promises_of(request.actor, account_id),
        "session": open_session_of(request.actor, account_id),
    }
    context = {**account_frame(request, account_id, tab="portal"), **shown, "serves": bool(settings.PORTAL_URL)}
    return render(request, "portals/door.html", context)


@require_http_methods(["GET", "POST"])
@needs("portals.link.make")
def link_new(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = LinkForm(guests_of(request.actor, account_id), request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(make_link, request.actor, account_id))):
        toast(request, _("The link is on its way to %(address)s.") % {"address": made.email})
        return redirect("portals:door", account_id)
    intro = _("It opens a page with the customer’s measures, what both gain, and what we promised; nothing else. Whoever has it may sign in the person’s name, so it is not shown here.")  # fmt: skip
    context = {"form": form, "title": _("A link for %s") % account.name, "intro": intro, "save_label": _("Send the link"), "cancel_url": f"/accounts/{account_id}/portal/"}  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("portals.link.make")
def link_revoke(request: HttpRequest, account_id: int, link_id: int) -> HttpResponse:
    revoke_link(request.actor, account_id, link_id)
    toast(request, _("Taken back. The link opens nothing any more."))
    return redirect("portals:door", account_id)


@require_http_methods(["GET", "POST"])
@needs("portals.promise.edit")
def promise_new(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = PromiseForm(roadmap_of(request.actor, account_id), request.POST or None)
    if request.method == "POST" and form.carried_out(partial(promise, request.actor, account_id)):
        toast(request, _("It stands on their page."))
        return redirect("portals:door", account_id)
    intro = _("The customer reads it as soon as it is saved.")
    context = {"form": form, "title": _("A promise to %s") % account.name, "intro": intro, "save_label": _("Promise it"), "cancel_url": f"/accounts/{account_id}/portal/"}  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("portals.promise.edit")
def promise_close(request: HttpRequest, account_id: int, promise_id: int) -> HttpResponse:
    kept = request.POST.get("how") == "kept"
    close_promise(request.actor, account_id, promise_id, kept=kept, why=request.POST.get("why", ""))
    toast(request, _("Kept, and shown so.") if kept else _("Withdrawn. Their page says so, with the reason."))
    return redirect("portals:door", account_id)
