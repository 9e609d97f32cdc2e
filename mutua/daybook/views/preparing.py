"""Before a meeting one page, and the same on paper; after it one form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import named_at
from mutua.daybook.actions.write_up_meeting import write_up_meeting
from mutua.daybook.brief import Occasion, brief_of
from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.queries.preparing import askable
from mutua.daybook.writing_up_forms import WriteUpForm
from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.documents import download, pdf_of
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("daybook.meeting.view")
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _page(request, _before(request, meeting_id))


@require_GET
@needs("daybook.meeting.view")
def meeting_pdf(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _paper(request, _before(request, meeting_id))


@require_GET
@needs("daybook.meeting.view")
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Where no meeting is planned: the same about the account."""
    return _page(request, Occasion(account_for(request.actor, account_id), None))


@require_GET
@needs("daybook.meeting.view")
def account_pdf(request: HttpRequest, account_id: int) -> HttpResponse:
    return _paper(request, Occasion(account_for(request.actor, account_id), None))


def _before(request: HttpRequest, meeting_id: int) -> Occasion:
    planned = meeting_for(request.actor, meeting_id)
    return Occasion(account_for(request.actor, planned.account_id), planned)


def _page(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    about, numbers = ("meeting", [occasion.meeting.pk]) if occasion.meeting is not None else ("", [occasion.account.pk])
    names = ("prepare-meeting-pdf", "write-up-meeting") if about else ("prepare-pdf", "write-up")
    paper, after = (reverse(f"daybook:{name}", args=numbers) for name in names)
    context = {"occasion": occasion, "sections": brief_of(request.actor, occasion), "paper": paper, "after": after, "now": days.now()}
    return render(request, "daybook/preparing/prepare.html", context)


def _paper(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    context = {"occasion": occasion, "sections": brief_of(request.actor, occasion), "today": days.today()}
    name = f"{occasion.account.name} {occasion.meeting or ''} {days.today()}"
    return download(pdf_of(request, "daybook/preparing/sheet.html", context), name)


@require_http_methods(["GET", "POST"])
@needs("daybook.interaction.create")
def write_up_meeting_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    planned = meeting_for(request.actor, meeting_id)
    return _write_up(request, account_for(request.actor, planned.account_id), planned)


@require_http_methods(["GET", "POST"])
@needs("daybook.interaction.create")
def write_up_account_page(request: HttpRequest, account_id: int) -> HttpResponse:
    return _write_up(request, account_for(request.actor, account_id), None)


def _write_up(request: HttpRequest, of: Account, planned: Meeting | None) -> HttpResponse:
    asked = askable(request.actor, of, planned)
    initial: dict[str, Any] = {}
    if planned is not None:
        initial = {"version": planned.version, "person": str(asked.guests[0].pk) if asked.guests else ""}
    form = WriteUpForm(
        request.actor, asked, named_at(request.actor, of), request.POST or None, initial=initial, needs_version=planned is not None
    )
    if request.method == "POST" and (written := _carried_out(request, form, of, planned)) is not None:
        toast(request, _("Written up: %(what)s") % {"what": written})
        return redirect(of)
    context = {"form": form, "account": of, "meeting": planned, "back": (planned or of).get_absolute_url()}
    return render(request, "daybook/preparing/write_up.html", context, status=422 if form.errors else 200)


def _carried_out(request: HttpRequest, form: WriteUpForm, of: Account, planned: Meeting | None) -> Interaction | None:
    if not form.is_valid():
        return None
    number, version = (planned.pk, form.cleaned_data["version"]) if planned is not None else (None, None)
    try:
        return write_up_meeting(request.actor, of.pk, form.said(), meeting_id=number, version=version)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
