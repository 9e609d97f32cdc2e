"""The administrator's pages of outgoing mail."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import needs
from mutua.foundation.mail.actions.send_again import send_again
from mutua.foundation.mail.actions.send_trial import send_trial
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.queries.outgoing import Outgoing, letter_for, outgoing
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("mail.outgoing.view")
def outgoing_list(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = outgoing(request.actor, state)
    context = {"found": found, "state": state, "tabs": _tabs(found, state), "goes_out": settings.MAIL_GOES_OUT}
    return render(request, "mail/outgoing.html", context)


@require_GET
@needs("mail.outgoing.view")
def letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    return render(request, "mail/letter_page.html", {"letter": letter_for(request.actor, mail_id)})


@require_POST
@needs("mail.outgoing.send")
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = send_again(request.actor, mail_id)
    toast(request, _("The mail to %(to)s will go out in a moment.") % {"to": mail.to})
    return redirect("mail:outgoing")


@require_POST
@needs("mail.outgoing.send")
def trial(request: HttpRequest) -> HttpResponse:
    mail = send_trial(request.actor)
    toast(request, _("A trial to %(to)s will go out in a moment.") % {"to": mail.to})
    return redirect("mail:outgoing")


def _tabs(found: Outgoing, state: str) -> list[Tab]:
    here = reverse("mail:outgoing")
    states = [("", _("All"), found.known), *((value, label, found.counts.get(value, 0)) for value, label in OutgoingMail.State.choices)]
    return [Tab(label, f"{here}?state={value}" if value else here, current=value == state, count=count) for value, label, count in states]
