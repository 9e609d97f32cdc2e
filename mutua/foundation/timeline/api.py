"""Timelines for other programs: the same lines as on the pages, as keys and values and in words."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from ninja import Router, Schema
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.timeline.narrowing import Narrowing
from mutua.foundation.timeline.reading import MOST, entries_for
from mutua.foundation.timeline.subjects import subject_for

router = Router()


class LineOut(Schema):
    """sentence: its key; params: what was known then; words: the sentence as text, detail: its second line. side: us, them or both."""

    id: int
    at: datetime
    sentence: str
    params: dict[str, Any]
    words: str
    detail: str
    by: str
    side: str
    touchpoint: str
    link: str

    @staticmethod
    def resolve_words(one: TimelineEntry) -> str:
        return strip_tags(one.words)

    @staticmethod
    def resolve_by(one: TimelineEntry) -> str:
        return one.actor_name


class LinePage(PageOut):
    items: list[LineOut]


@router.get("/timeline/{kind}/{int:subject_id}", response=LinePage, summary="What happened to a record that you see, the newest first")
@needs("timeline.entry.view")
def list_lines(
    request: HttpRequest,
    kind: str,
    subject_id: int,
    lines: str = "",
    person: int | None = None,
    since: date | None = None,
    until: date | None = None,
    touchpoint: str = "",
    after: str = "",
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """kind: account, person, household or opportunity. lines: of one kind only, such as interaction, deal, order or change; person: that
    concern this person as well."""
    subject_for(request.actor, kind, subject_id)
    said = {"kind": lines, "person": person, "since": since, "until": until, "touchpoint": touchpoint}
    narrowing = Narrowing.read(said, kind)
    if narrowing.person is not None:
        subject_for(request.actor, "person", narrowing.person)
    page = entries_for(request.actor, kind, subject_id, before=after or None, limit=limit, narrowing=narrowing)
    return {"items": page.entries, "next": page.older or ""}
