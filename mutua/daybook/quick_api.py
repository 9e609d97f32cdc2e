"""Quick entry for other programs: one typed line becomes a contact, a meeting or a task, read as the page reads it."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.customers.choices import option_text
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.daybook.composing import quick_form_for, write_quickly
from mutua.daybook.diary_api import InteractionOut, TaskOut
from mutua.daybook.meeting_api import MeetingOut, one_told
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.middleware import read_by

router = Router()
# What the form calls what the caller sent under another name.
SENT_AS = {"body": "line", "account": "account_id", "person": "person_id", "begins_at": "line", "due_on": "line", "title": "line"}


class QuickIn(Schema, extra="forbid"):
    """line: as a person types it, such as "task: send the calendar by friday" or "meeting: slots tomorrow at 14:30 for 90 min"; days and hours
    are those of the person who calls. kind: where the line does not say it. account_id: left out, the account for which the person works.
    touchpoint: a key; left out, it is inferred."""

    line: str
    kind: Literal["note", "call", "mail", "visit", "meeting", "task"] = "note"
    account_id: int | None = None
    person_id: int | None = None
    touchpoint: str = ""
    side: Literal["us", "them", "both"] = "us"


class QuickOut(Schema):
    """What the line became: one of the three."""

    kind: Literal["interaction", "meeting", "task"]
    interaction: InteractionOut | None = None
    meeting: MeetingOut | None = None
    task: TaskOut | None = None


@router.post("/quick-entries", response={201: QuickOut}, summary="Note, plan or promise in one line")
@needs("daybook.interaction.create")
def add_quick_entry(request: HttpRequest, response: HttpResponse, sent: QuickIn) -> Any:
    # A key has no session from which the hours of its person would be known.
    with read_by(User.objects.get(pk=request.actor.user_id)):
        written = _written(request, sent)
    name = written._meta.model_name or ""
    record = one_told(request, response, written.pk) if isinstance(written, Meeting) else seen(request, response, written)
    return Status(201, {"kind": name, name: record})


def _written(request: HttpRequest, sent: QuickIn) -> Interaction | Meeting | Task:
    """Raises NotFound, NotAllowed; Refused, naming what was sent."""
    actor = request.actor  # type: ignore[attr-defined]
    account = account_for(actor, sent.account_id) if sent.account_id is not None else None
    person = person_for(actor, sent.person_id) if sent.person_id is not None else None
    form = quick_form_for(
        actor,
        {
            "body": sent.line,
            "kind": sent.kind,
            "account": option_text(account) if account else "",
            "person": option_text(person) if person else "",
            "touchpoint": sent.touchpoint,
            "side": sent.side,
        },
    )
    if not form.is_valid():
        name, sentences = next(iter(form.errors.items()))
        raise Refused(str(sentences[0]), field=SENT_AS.get(name, name))
    try:
        return write_quickly(actor, form)
    except Refused as refusal:
        raise Refused(str(refusal), field=SENT_AS.get(refusal.field or "", refusal.field)) from refusal
