"""What people allow, for other programs: the same acts and queries as the pages."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mutua.customers.actions.record_consent import record_consent
from mutua.customers.models import Wording
from mutua.customers.queries.consents import SHOWN, holding, ledger_of, wordings
from mutua.customers.queries.people import person_for
from mutua.foundation.access import find, needs

router = Router()
PurposeName = Literal["news", "offers", "surveys", "occasions"]
ChannelName = Literal["mail", "phone", "text", "post"]


class ConsentIn(Schema, extra="forbid"):
    """at: when the person said it; now, if nothing is sent. A consent that is given needs a wording or a proof."""

    purpose: PurposeName
    channel: ChannelName
    given: bool
    how: Literal["form", "mail", "phone", "meeting", "paper", "link", "import"]
    at: datetime | None = None
    wording_id: int | None = None
    proof: str = ""


class ConsentOut(ConsentIn, extra="ignore"):
    id: int
    person_id: int
    at: datetime
    recorded_at: datetime
    recorded_by_name: str


class LedgerOut(Schema):
    """items: the newest first, at most 500. holding: the numbers of the entries that hold."""

    items: list[ConsentOut]
    holding: list[int]


class MayOut(Schema):
    may_contact: bool


@router.get("/people/{int:person_id}/consents", response=LedgerOut, summary="What a person has allowed and taken back")
@needs("customers.person.view")
def list_consents(request: HttpRequest, person_id: int, as_of: datetime | None = None) -> Any:
    person = person_for(request.actor, person_id)
    entries = ledger_of(request.actor, person)
    if as_of is not None:
        entries = entries.filter(at__lte=as_of, recorded_at__lte=as_of)
    return {"items": entries[:SHOWN], "holding": [entry.pk for entry in holding(request.actor, person, as_of).values()]}


@router.get("/people/{int:person_id}/may-contact", response=MayOut, summary="Whether a person may be contacted for a purpose by a channel")
@needs("customers.person.view")
def ask_whether(request: HttpRequest, person_id: int, purpose: PurposeName, channel: ChannelName, as_of: datetime | None = None) -> Any:
    held = holding(request.actor, person_for(request.actor, person_id), as_of).get((purpose, channel))
    return {"may_contact": held is not None and held.given}


@router.post(
    "/people/{int:person_id}/consents", response={201: ConsentOut}, summary="Record that a person allowed something or took it back"
)
@needs("customers.consent.record")
def add_consent(request: HttpRequest, person_id: int, sent: ConsentIn) -> Any:
    values = sent.dict(exclude={"wording_id"})
    wording: Wording | None = find(wordings(), pk=sent.wording_id) if sent.wording_id is not None else None
    return Status(201, record_consent(request.actor, person_id, wording=wording, **values))
