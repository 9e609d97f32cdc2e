"""Our side of web forms: composing one, and what to put on one's own page."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.portals.actions.keep_web_form import create_web_form, delete_web_form, edit_web_form
from mutua.portals.models import WebForm
from mutua.portals.queries.web_forms import counted, web_form_for, web_forms_seen
from mutua.portals.snippets import frame_code, plain_code
from mutua.portals.web_form_forms import WebFormForm

MOST = 200


@require_GET
@needs("portals.form.view")
def web_forms(request: HttpRequest) -> HttpResponse:
    return render(request, "portals/web_forms.html", {"forms": web_forms_seen(request.actor)[:MOST], "serves": bool(settings.PORTAL_URL)})


@require_GET
@needs("portals.form.view")
def web_form(request: HttpRequest, form_id: int) -> HttpResponse:
    record = web_form_for(request.actor, form_id)
    labels = dict(WebForm.Asks.choices)
    address = f"{settings.PORTAL_URL}/forms/{record.key}/"
    context = {
        "form": record,
        "counted": counted(record),
        "address": address,
        "asks": [str(labels[name]) for name in record.asks],
        "frame_code": frame_code(address, record.title or record.name),
        "plain_code": plain_code(address, [("mail", _("Mail")), *((name, str(labels[name])) for name in record.asks)]),
    }
    return render(request, "portals/web_form.html", context)


@require_http_methods(["GET", "POST"])
@needs("portals.form.edit")
def web_form_new(request: HttpRequest) -> HttpResponse:
    form = WebFormForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(create_web_form, request.actor))):
        toast(request, _("%(name)s takes leads in. Put it on your page.") % {"name": made})
        return redirect(made)
    context = {"form": form, "title": _("New web form"), "save_label": _("Compose the form"), "cancel_url": reverse("portals:web-forms")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("portals.form.edit")
def web_form_edit(request: HttpRequest, form_id: int) -> HttpResponse:
    record = web_form_for(request.actor, form_id)
    form = WebFormForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_web_form, request.actor, record.pk))):
        toast(request, _("%(name)s was saved, wherever it is embedded.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "title": _("Edit %(name)s") % {"name": record}, "cancel_url": record.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("portals.form.edit")
def web_form_delete(request: HttpRequest, form_id: int) -> HttpResponse:
    record = web_form_for(request.actor, form_id)
    if request.method == "POST":
        delete_web_form(request.actor, record.pk, version=version_sent(request))
        toast(request, _("%(name)s is in the bin.") % {"name": record}, undo=reverse("records:restore", args=["web-form", record.pk]))
        return redirect("portals:web-forms")
    context = {
        "title": _("Delete %(name)s?") % {"name": record}, "act_label": _("Put into the bin"), "cancel_url": record.get_absolute_url(),
        "text": _("It takes nothing in any more, wherever it is embedded. What came in stays."), "version": record.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)
