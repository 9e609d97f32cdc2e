"""What other domains know of a strategy under review, for other programs: the counts of each panel and the rows under them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.params.functions import Query

from mutua.foundation.access import NotFound, needs
from mutua.strategy.queries.evidence_counts import Counted, asked_about, count_for, counted, panels_for, rows_of
from mutua.strategy.queries.strategies import objective_for
from mutua.strategy.sight_api import shown_rows

router = Router()


class AmountOut(Schema):
    currency: str
    amount: Decimal


class PartOut(Schema):
    of: str
    number: int


class CountOut(Schema):
    """number: of the rows that you see; parts: the most first, at most six. missing: these cannot be counted for lack of data."""

    count: str
    words: str
    number: int
    money: list[AmountOut]
    parts: list[PartOut]
    missing: bool


class PanelOut(Schema):
    panel: str
    title: str
    counts: list[CountOut]


class EvidenceRowOut(Schema):
    """link: its page."""

    title: str
    link: str
    note: str
    day: date | None
    account_id: int | None


class EvidencePage(Schema):
    """number: of all pages."""

    number: int
    items: list[EvidenceRowOut]


@router.get(
    "/objectives/{int:objective_id}/evidence", response=list[PanelOut], summary="What other domains know of a strategy under review"
)
@needs("strategy.strategy.view")
def list_panels(request: HttpRequest, objective_id: int) -> Any:
    """Empty for a version that was never in force."""
    objective = objective_for(request.actor, objective_id)
    asked = asked_about(objective)
    if asked is None:
        return []
    return [
        {"panel": one.key, "title": str(one.title), "counts": [_count(found) for found in counted(request.actor, asked, one.counts)]}
        for one in panels_for(request.actor, objective)
    ]


@router.get("/objectives/{int:objective_id}/evidence/{panel}/{count}", response=EvidencePage, summary="The rows under a number")
@needs("strategy.strategy.view")
def list_evidence(
    request: HttpRequest, objective_id: int, panel: str, count: str, of: str | None = None, page: int = Query(1, ge=1, le=10_000)
) -> Any:
    """of: one part of the rows; newest first, a hundred a page."""
    objective = objective_for(request.actor, objective_id)
    _panel, wanted = count_for(request.actor, objective, panel, count)
    asked = asked_about(objective)
    if asked is None:
        raise NotFound
    rows = rows_of(request.actor, asked, wanted, of if wanted.by else None)
    return {"number": rows.count(), "items": shown_rows(wanted.show, rows, page)}


def _count(found: Counted) -> dict[str, Any]:
    return {
        "count": found.count.key,
        "words": str(found.count.words),
        "number": found.number,
        "money": [{"currency": currency, "amount": amount} for currency, amount in found.money],
        "parts": [{"of": str(value), "number": number} for value, number in found.parts],
        "missing": found.count.missing,
    }
