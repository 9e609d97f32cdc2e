"""Joint sessions for other programs: our side of the table. The customer speaks for itself, on its own page only."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mutua.foundation.access import needs
from mutua.relationships.actions.close_session import close_session
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.propose import propose
from mutua.relationships.models import JointSession
from mutua.relationships.queries.joint_session import Row, session_for, table_of
from mutua.relationships.rules.joint import Said

router = Router()


class SaidIn(Schema, extra="forbid"):
    """activities: keys in the catalogue. All empty takes back what our side said there."""

    activities: list[str] = []
    wish: str = ""


class SaidOut(Schema):
    activities: list[str]
    wish: str


class RowOut(Schema):
    """One touchpoint on the table. ours, theirs: null where that side has not spoken."""

    touchpoint: str
    state: str
    ours: SaidOut | None
    theirs: SaidOut | None


class SessionOut(Schema):
    """profile_id: the joint profile that came of it, once it is closed."""

    id: int
    account_id: int
    opened_at: datetime
    closed_at: datetime | None
    profile_id: int | None
    rows: list[RowOut]


@router.post("/accounts/{int:account_id}/joint-sessions", response={201: SessionOut}, summary="Open a joint session with a customer")
@needs("relationships.profile.share")
def open_one(request: HttpRequest, account_id: int) -> Any:
    return Status(201, _told(request, open_session(request.actor, account_id)))


@router.get("/joint-sessions/{int:session_id}", response=SessionOut, summary="What is on the table of a joint session")
@needs("relationships.profile.view")
def get_session(request: HttpRequest, session_id: int) -> Any:
    return _told(request, session_for(request.actor, session_id))


@router.put(
    "/joint-sessions/{int:session_id}/touchpoints/{slug:key}", response=SessionOut, summary="Say what our side wants at a touchpoint"
)
@needs("relationships.profile.edit")
def put_ours(request: HttpRequest, session_id: int, key: str, sent: SaidIn) -> Any:
    propose(request.actor, session_id, key, activity_keys=sent.activities, wish=sent.wish)
    return _told(request, session_for(request.actor, session_id))


@router.post(
    "/joint-sessions/{int:session_id}/close", response=SessionOut, summary="Close a joint session; what both said becomes the joint profile"
)
@needs("relationships.profile.share")
def close(request: HttpRequest, session_id: int) -> Any:
    return _told(request, close_session(request.actor, session_id))


def _told(request: HttpRequest, session: JointSession) -> dict[str, Any]:
    rows = [_row(row) for row in table_of(request.actor, session).rows if row.cell.ours is not None or row.cell.theirs is not None]
    head = {name: getattr(session, name) for name in ("id", "account_id", "opened_at", "closed_at", "profile_id")}
    return {**head, "rows": rows}


def _row(row: Row) -> dict[str, Any]:
    return {"touchpoint": row.key, "state": row.state.value, "ours": _said(row.cell.ours), "theirs": _said(row.cell.theirs)}


def _said(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {"activities": sorted(said.activities), "wish": said.wish}
