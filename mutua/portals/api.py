"""Links to a customer's page and what was promised there, for other programs. No answer holds a link's token: it stands in its mail alone."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.portals.actions.close_promise import close_promise
from mutua.portals.actions.make_link import USUAL, make_link
from mutua.portals.actions.promise import promise
from mutua.portals.actions.revoke_link import revoke_link
from mutua.portals.queries.links import LinkRow, links_of, promises_of

router = Router()


class LinkIn(Schema, extra="forbid"):
    """person_id: somebody who works for the account, to whose mail address the link goes."""

    person_id: int
    open_days: int = USUAL


class LinkOut(Schema):
    """opened: so many times, `last` the last one. is_open: whether it opens anything now."""

    id: int
    account_id: int
    person_id: int
    email: str
    created_at: datetime
    created_name: str
    expires_at: datetime
    revoked_at: datetime | None
    is_open: bool
    opened: int
    last: datetime | None


class PromiseIn(Schema, extra="forbid"):
    """words: as the customer will read them. item_id: the roadmap item that keeps the promise."""

    words: str
    due_on: date | None = None
    item_id: int | None = None


class PromiseClose(Schema, extra="forbid"):
    """kept: it stays on their page with its day; otherwise it is withdrawn, and they read `why` there for a while."""

    kept: bool
    why: str = ""


class PromiseOut(PromiseIn, extra="ignore"):
    id: int
    account_id: int
    made_at: datetime
    made_by: str
    kept_on: date | None
    withdrawn_at: datetime | None
    withdrawn_why: str


@router.get("/accounts/{int:account_id}/portal-links", response=list[LinkOut], summary="Links to the page of a customer, the newest first")
@needs("portals.link.make")
def list_links(request: HttpRequest, account_id: int) -> Any:
    return [_link(row) for row in links_of(request.actor, account_for(request.actor, account_id).pk)]


@router.post("/accounts/{int:account_id}/portal-links", response={201: LinkOut}, summary="Mail a person of the customer a link to its page")
@needs("portals.link.make")
def add_link(request: HttpRequest, account_id: int, sent: LinkIn) -> Any:
    made = make_link(request.actor, account_id, person_id=sent.person_id, open_days=sent.open_days)
    return Status(201, _one(request, account_id, made.pk))


@router.post("/accounts/{int:account_id}/portal-links/{int:link_id}/revoke", response=LinkOut, summary="Take a link back")
@needs("portals.link.make")
def revoke(request: HttpRequest, account_id: int, link_id: int) -> Any:
    return _one(request, account_id, revoke_link(request.actor, account_id, link_id).pk)


@router.get("/accounts/{int:account_id}/promises", response=list[PromiseOut], summary="What stands promised on a customer's page")
@needs("portals.promise.edit")
def list_promises(request: HttpRequest, account_id: int) -> Any:
    return list(promises_of(request.actor, account_for(request.actor, account_id).pk))


@router.post("/accounts/{int:account_id}/promises", response={201: PromiseOut}, summary="Write a promise on a customer's page")
@needs("portals.promise.edit")
def add_promise(request: HttpRequest, account_id: int, sent: PromiseIn) -> Any:
    return Status(201, promise(request.actor, account_id, **sent.dict()))


@router.post("/accounts/{int:account_id}/promises/{int:promise_id}/close", response=PromiseOut, summary="Keep a promise, or withdraw it")
@needs("portals.promise.edit")
def close(request: HttpRequest, account_id: int, promise_id: int, sent: PromiseClose) -> Any:
    return close_promise(request.actor, account_id, promise_id, kept=sent.kept, why=sent.why)


def _one(request: HttpRequest, account_id: int, link_id: int) -> dict[str, Any]:
    return next(_link(row) for row in links_of(request.actor, account_id) if row.link.pk == link_id)


def _link(row: LinkRow) -> dict[str, Any]:
    names = ("id", "account_id", "person_id", "email", "created_at", "created_name", "expires_at", "revoked_at")
    return {**{name: getattr(row.link, name) for name in names}, "is_open": row.is_open, "opened": row.opened, "last": row.last}
