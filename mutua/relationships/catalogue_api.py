"""The catalogue of touchpoints for other programs: read as a whole, with its versions, and changed as a whole after a look at what would move."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.params.functions import Query

from mutua.foundation.access import NotFound, needs
from mutua.foundation.api.doors import version_wanted
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.change_catalogue import change_catalogue, propose_catalogue
from mutua.relationships.book_words import sentence
from mutua.relationships.models import CatalogueVersion
from mutua.relationships.queries.catalogue_change import CatalogueChange
from mutua.relationships.queries.catalogue_versions import newest_version, version_numbered, versions_seen
from mutua.relationships.rules.book import Unread, book_from
from mutua.relationships.rules.derived_type import DerivedType

router = Router()


class CatalogueIn(Schema, extra="forbid"):
    """The whole catalogue, as its TOML file says it: what is not named is retired. note: why, kept with the version."""

    catalogue: dict[str, Any]
    touchpoint: list[dict[str, Any]]
    note: str = ""


class CatalogueOut(Schema):
    """Amounts and levels are numbers where they are whole, else texts such as "2.5"."""

    number: int
    made_at: datetime
    made_by: str
    note: str
    catalogue: dict[str, Any]
    touchpoint: list[dict[str, Any]]


class CatalogueVersionOut(Schema):
    number: int
    made_at: datetime
    made_by: str
    note: str


class DifferenceOut(Schema):
    """kind: new, retired, changed or moved. activity "": the touchpoint itself."""

    kind: str
    touchpoint: str
    activity: str
    fields: list[str]


class TypeMoveOut(Schema):
    """was, now: derived types; null where nothing is practised, and where the touchpoint would be retired."""

    account_id: int
    touchpoint: str
    was: str | None
    now: str | None


class CatalogueChangeOut(Schema):
    """saved: whether it stands now, as version `number`. moved: touchpoints of accounts with another derived type; unseen: of accounts that you do not see.

    moves: the first 50 of those that you see. expecting: open roadmap items whose usual effect would be another one.
    """

    saved: bool
    number: int
    differences: list[DifferenceOut]
    moved: int
    unseen: int
    expecting: int
    moves: list[TypeMoveOut]


@router.get("/catalogue", response=CatalogueOut, summary="The catalogue of touchpoints as it stands")
@needs("relationships.catalogue.view")
def get_catalogue(request: HttpRequest, response: HttpResponse) -> Any:
    newest = newest_version(request.actor)
    if newest is None:
        raise NotFound("catalogue")
    return _told(response, newest)


@router.get("/catalogue/versions", response=list[CatalogueVersionOut], summary="Versions of the catalogue, the newest first")
@needs("relationships.catalogue.view")
def list_versions(request: HttpRequest, before: int | None = None, limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = versions_seen(request.actor)
    return list((rows if before is None else rows.filter(number__lt=before))[:limit])


@router.get("/catalogue/versions/{int:number}", response=CatalogueOut, summary="The catalogue as one version has it")
@needs("relationships.catalogue.view")
def get_version(request: HttpRequest, response: HttpResponse, number: int) -> Any:
    return _told(response, version_numbered(request.actor, number))


@router.put("/catalogue", response=CatalogueChangeOut, summary="Change the catalogue, or see what would change")
@needs("relationships.catalogue.edit")
def put_catalogue(request: HttpRequest, response: HttpResponse, sent: CatalogueIn, dry_run: bool = False) -> Any:
    """With `dry_run=true` nothing is saved. If-Match: the number of the version that you have read."""
    wanted = version_wanted(request)
    try:
        book = book_from({"catalogue": sent.catalogue, "touchpoint": sent.touchpoint})
    except Unread as error:
        raise Refused(sentence(error.wrong)) from error
    newest = newest_version(request.actor)
    if newest is not None and newest.number != wanted:
        raise StaleVersion(newest, wanted)
    change = propose_catalogue(request.actor, book)
    number = wanted if dry_run else change_catalogue(request.actor, book, on=wanted, note=sent.note).number
    response["ETag"] = f'"{number}"'
    return {"saved": not dry_run, "number": number, **changed(change)}


def changed(change: CatalogueChange) -> dict[str, Any]:
    """A change as programs read it."""
    return {
        "differences": [
            {"kind": one.kind, "touchpoint": one.touchpoint, "activity": one.activity, "fields": [field.field for field in one.fields]}
            for one in change.differences
        ],
        "moved": change.moved,
        "unseen": change.unseen,
        "expecting": change.expecting,
        "moves": [
            {"account_id": move.at.account_id, "touchpoint": move.at.touchpoint.key, "was": _type(move.was), "now": _type(move.now)}
            for move in change.moves
        ],
    }


def _type(derived: DerivedType | None) -> str | None:
    return derived.type.value if derived is not None and derived.type is not None else None


def _told(response: HttpResponse, version: CatalogueVersion) -> dict[str, Any]:
    response["ETag"] = f'"{version.number}"'
    head = {name: getattr(version, name) for name in ("number", "made_at", "made_by", "note")}
    return {**head, **version.document}
