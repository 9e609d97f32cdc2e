"""The address of one's own calendar for other programs: made, made anew, withdrawn. It is told once and stored nowhere."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema, Status

from mutua.daybook.actions.close_feed import close_feed
from mutua.daybook.actions.open_feed import open_feed
from mutua.daybook.queries.calendar import address_of, feed_of
from mutua.foundation.access import needs

router = Router()


class FeedOut(Schema):
    """is_open: whether there is an address. last_read_on: the last day on which a calendar program read it."""

    is_open: bool
    made_at: datetime | None
    last_read_on: date | None


class FeedMade(FeedOut):
    """address: for a calendar program; whoever has it reads the calendar. It is told this once."""

    address: str


@router.get("/calendar-feed", response=FeedOut, summary="Whether your calendar has an address, and when it was last read")
@needs("daybook.meeting.view")
def get_feed(request: HttpRequest) -> Any:
    return _feed(request)


# No POST: its answer would be kept under an Idempotency-Key, and the address in it.
@router.put("/calendar-feed", response=FeedMade, summary="Give your calendar an address, or another in its place")
@needs("daybook.meeting.view")
def put_feed(request: HttpRequest, response: HttpResponse) -> Any:
    address = address_of(reverse("daybook:feed-read", args=[open_feed(request.actor)]))
    response["Cache-Control"] = "no-store"
    return {**_feed(request), "address": address}


@router.delete("/calendar-feed", response={204: None}, summary="Withdraw the address of your calendar")
@needs("daybook.meeting.view")
def delete_feed(request: HttpRequest) -> Any:
    """Twice is once."""
    close_feed(request.actor)
    return Status(204, None)


def _feed(request: HttpRequest) -> dict[str, Any]:
    feed = feed_of(request.actor)  # type: ignore[attr-defined]
    return {"is_open": feed is not None, "made_at": feed and feed.made_at, "last_read_on": feed and feed.last_read_on}
