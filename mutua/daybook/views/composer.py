"""Noting what happened, without leaving the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mutua.customers.models import Account, Household, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.households import household_for
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.correct_touchpoint import correct_meetings_touchpoint, correct_touchpoint
from mutua.daybook.actions.take_back import take_back
from mutua.daybook.composing import composer_for, write_down
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access import needs, signed_in
from mutua.foundation.files.actions.attach_file import too_large
from mutua.foundation.files.uploading import was_too_long
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.timeline import entries_for
from mutua.foundation.ui.toasts import toast, toasted


@require_POST
@needs("daybook.interaction.create")
def compose(request: HttpRequest, account_id: int) -> HttpResponse:
    return _compose(request, account_for(request.actor, account_id), reverse("daybook:compose", args=[account_id]))


@require_POST
@needs("daybook.interaction.create")
def compose_with_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The same on a person's page, for one of the accounts for which the person works."""
    return _compose(request, person_for(request.actor, person_id), reverse("daybook:compose-person", args=[person_id]))


@require_POST
@needs("daybook.interaction.create")
def compose_with_household(request: HttpRequest, household_id: int) -> HttpResponse:
    """The same on a household's page."""
    return _compose(request, household_for(request.actor, household_id), reverse("daybook:compose-household", args=[household_id]))


def _compose(request: HttpRequest, record: Account | Person | Household, address: str) -> HttpResponse:
    """htmx: the box, empty again, and the timeline with what was written; without a script: back to the page, or the box with what is wrong."""
    actor = request.actor  # type: ignore[attr-defined]
    form = composer_for(actor, record, request.POST, request.FILES)
    written = None
    if was_too_long(request):
        form.add_error("file", too_large())
    if form.is_valid():
        try:
            written = write_down(actor, record, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "body", str(refusal))
    if written is None and not request.htmx:
        return render(request, "daybook/composer/page.html", {"record": record, "form": form, "address": address}, status=422)
    said, undo = (_said(written), _way_back(written, record)) if written is not None else ("", None)
    if not request.htmx:
        toast(request, said, undo=undo)
        return redirect(record)
    context = {
        "record": record,
        "address": address,
        "form": form if written is None else composer_for(actor, record),
        "written": written,
        "said": said,
        "noted": isinstance(written, Interaction),
        "page": entries_for(actor, record._meta.model_name or "", record.pk) if written else None,
    }
    answer = render(request, "daybook/composer/_composed.html", context, status=200 if written else 422)
    return toasted(answer, said, undo=undo) if written is not None else answer


@require_POST
@signed_in
def take_it_back(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    record = take_back(request.actor, kind, record_id, version=version_sent(request))
    toast(request, _("Taken back: %(what)s") % {"what": record}, undo=reverse("records:restore", args=[kind, record.pk]))
    back = request.GET.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    if (person := request.GET.get("person", "")).isdecimal():
        return redirect("customers:person", int(person))
    return redirect(_party_of(record) or "daybook:tasks")


def _party_of(record: Any) -> Any:
    """The customer that it is about, whose page is shown again."""
    return record.party if isinstance(record, Interaction) else record.account


def _said(written: Interaction | Meeting | Task) -> str:
    if isinstance(written, Interaction):
        return _("Noted.")
    return _("Planned.") if isinstance(written, Meeting) else _("Promised.")


def _way_back(written: Interaction | Meeting | Task, record: Account | Person | Household) -> str:
    """Undone, it is the page on which it was written that is shown again."""
    address = reverse("daybook:take-back", args=[written._meta.model_name, written.pk])
    back = f"&person={record.pk}" if isinstance(record, Person) else ""
    return f"{address}?version={written.version}{back}"


@require_POST
@needs("daybook.interaction.edit")
def correct(request: HttpRequest, interaction_id: int) -> HttpResponse:
    return _corrected(request, correct_touchpoint(request.actor, interaction_id, _key(request), version=version_sent(request)))


@require_POST
@needs("daybook.meeting.edit")
def correct_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _corrected(request, correct_meetings_touchpoint(request.actor, meeting_id, _key(request), version=version_sent(request)))


def _key(request: HttpRequest) -> str:
    return request.POST.get("touchpoint", "")


def _corrected(request: HttpRequest, record: Interaction | Meeting) -> HttpResponse:
    if isinstance(record, Meeting):
        said = _("It is about %(touchpoint)s.") % {"touchpoint": record.touchpoint}
    else:
        said = _("It happened at %(touchpoint)s.") % {"touchpoint": record.touchpoint}
    if request.htmx:  # type: ignore[attr-defined]
        return toasted(HttpResponse(), said)
    toast(request, said)
    back = request.POST.get("back", "")
    place: Any = back if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else _party_of(record)
    return redirect(place)
