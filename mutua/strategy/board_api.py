"""The board and its weights, for other programs."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.foundation.access import needs
from mutua.foundation.api.doors import version_wanted
from mutua.strategy.actions.weigh_board import weigh_board
from mutua.strategy.queries.board import Square, board
from mutua.strategy.queries.board_figures import Weights, weights_now

router = Router()


class SquareOut(Schema):
    """Where a segment meets an offering. attractiveness, strength: 0 to 1 among the squares of the board; null where nothing of it is known.

    revenue, before: sold in the last 365 days and in those before; size, white_space: money a year; share, margin, growth: 1 is 100 %;
    value_rating: ours less that of the next best, in points of ten. All in `currency`; null and 0 where the segment's rule is concealed from you.
    """

    segment_id: int
    offering_id: int
    strategy_id: int | None
    version_id: int | None
    state: str
    verdict: str
    currency: str
    members: int
    buyers: int
    revenue: Decimal
    before: Decimal
    growth: float | None
    size: Decimal | None
    share: float | None
    value_rating: float | None
    margin: float | None
    white_space: Decimal | None
    attractiveness: float | None
    strength: float | None


class WeightsIn(Schema, extra="forbid"):
    """By criterion, 0 to 100, all six; and why."""

    weights: dict[str, int]
    reason: str


class WeightsOut(Schema):
    """number: 0 while nobody has chosen any, and each criterion weighs the same."""

    number: int
    weights: dict[str, int]
    reason: str
    chosen_by: str
    chosen_at: datetime | None


class BoardOut(Schema):
    weights: WeightsOut
    squares: list[SquareOut]


@router.get("/strategies/board", response=BoardOut, summary="Segments against offerings, with their figures")
@needs("strategy.strategy.view")
def get_board(request: HttpRequest) -> Any:
    found = board(request.actor)
    return {"weights": _weights(found.weights), "squares": [_square(one) for one in found.squares]}


@router.get("/strategies/weights", response=WeightsOut, summary="What weighs how much on the board")
@needs("strategy.strategy.view")
def get_weights(request: HttpRequest, response: HttpResponse) -> Any:
    return _tagged(response, weights_now(request.actor))


@router.put("/strategies/weights", response=WeightsOut, summary="Weigh the board anew; older weights are kept")
@needs("strategy.strategy.edit")
def put_weights(request: HttpRequest, response: HttpResponse, sent: WeightsIn) -> Any:
    """If-Match: the number of the weights that you have read, 0 for those that nobody chose."""
    weigh_board(request.actor, sent.weights, reason=sent.reason, version=version_wanted(request))
    return _tagged(response, weights_now(request.actor))


def _tagged(response: HttpResponse, found: Weights) -> dict[str, Any]:
    response["ETag"] = f'"{found.number}"'
    return _weights(found)


def _weights(found: Weights) -> dict[str, Any]:
    row = found.row
    said = {"reason": row.reason, "chosen_by": row.chosen_by_name, "chosen_at": row.chosen_at} if row else {}
    return {"number": found.number, "weights": found.weights, "reason": "", "chosen_by": "", "chosen_at": None, **said}


def _square(one: Square) -> dict[str, Any]:
    told, cell = one.figures, one.cell
    money = ("revenue", "before", "growth", "size", "share", "margin", "white_space")
    figures = {name: getattr(told, name) for name in ("currency", "members", "buyers", *money)} if told else {}
    return {
        **dict.fromkeys(money),
        "currency": one.offering.currency,
        "members": 0,
        "buyers": 0,
        "revenue": Decimal(0),
        "before": Decimal(0),
        **figures,
        "value_rating": told.rating if told else None,
        "segment_id": one.segment.pk,
        "offering_id": one.offering.pk,
        "strategy_id": cell.strategy.pk if cell else None,
        "version_id": cell.version.pk if cell else None,
        "state": cell.version.state if cell else "",
        "verdict": cell.verdict if cell else "",
        "attractiveness": one.scored.attractiveness if one.scored else None,
        "strength": one.scored.strength if one.scored else None,
    }
