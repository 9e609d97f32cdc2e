"""Notes on records for other programs: the same actions and queries as the pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.daybook.actions.edit_note import edit_note
from mutua.daybook.actions.write_note import write_note
from mutua.daybook.models import Note
from mutua.daybook.queries.notes import note_for, notes_on
from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, tagged, version_wanted
from mutua.foundation.records.actions.soft_delete import soft_delete

router = Router()


class NoteIn(Schema, extra="forbid"):
    body: str


class NoteOut(NoteIn, extra="ignore"):
    """subject_kind, subject_id: the record on which it was written. by: its author's name."""

    id: int
    version: int
    subject_kind: str
    subject_id: int
    account_id: int | None
    by: str
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_by(one: Note) -> str:
        return one.owner.name if one.owner else ""


class NotePage(PageOut):
    items: list[NoteOut]


@router.get("/notes/{kind}/{int:subject_id}", response=NotePage, summary="Notes on a record that you see, the newest first")
@needs("daybook.note.view")
def list_notes(request: HttpRequest, kind: str, subject_id: int, after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    """kind: any kind of record that has a page, such as account, person, opportunity, order, roadmap-item, strategy or product."""
    page = notes_on(request.actor, kind, subject_id, after=after, size=limit)
    return {"items": page.rows, "next": page.after}


@router.post("/notes/{kind}/{int:subject_id}", response={201: NoteOut}, summary="Write a note on a record")
@needs("daybook.note.edit")
def add_note(request: HttpRequest, response: HttpResponse, kind: str, subject_id: int, sent: NoteIn) -> Any:
    return Status(201, tagged(response, write_note(request.actor, kind, subject_id, body=sent.body)))


@router.get("/notes/{int:note_id}", response=NoteOut, summary="One note")
@needs("daybook.note.view")
def get_note(request: HttpRequest, response: HttpResponse, note_id: int) -> Any:
    return tagged(response, note_for(request.actor, note_id))


@router.patch("/notes/{int:note_id}", response=NoteOut, summary="Change a note")
@needs("daybook.note.edit")
def change_note(request: HttpRequest, response: HttpResponse, note_id: int, sent: NoteIn) -> Any:
    return tagged(response, edit_note(request.actor, note_id, version=version_wanted(request), body=sent.body))


@router.delete("/notes/{int:note_id}", response={204: None}, summary="Put a note into the bin")
@needs("daybook.note.edit")
def remove_note(request: HttpRequest, note_id: int) -> Any:
    soft_delete(request.actor, note_for(request.actor, note_id), version_wanted(request))
    return Status(204, None)
