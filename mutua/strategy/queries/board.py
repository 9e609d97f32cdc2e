"""The board: segments down, offerings across, and in each cell the strategy that joins them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from mutua.catalog.models import Offering
from mutua.catalog.queries.catalogue import offerings_seen
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import GenericStrategy, Segment, StrategyVersion
from mutua.strategy.queries.board_figures import (
    ATTRACTIVENESS,
    STRENGTH,
    Figures,
    Market,
    Place,
    Scored,
    Weights,
    figures,
    scored,
    weights_now,
)
from mutua.strategy.queries.reviewing import Reading, overall, readings_of
from mutua.strategy.queries.segment_worth import SegmentWorth, worth_of_segments
from mutua.strategy.queries.segments import segments_seen, with_sizes
from mutua.strategy.queries.strategies import strategies_seen
from mutua.strategy.rules.scoring import Room, room

MOST = 40
IN_FORCE_FIRST = ("active", "approved", "challenged", "draft", "completed", "amended", "abandoned")


@dataclass(frozen=True)
class Cell:
    """One strategy with the version that matters most now, and the gravest verdict of its objectives; "" where none is watched."""

    strategy: GenericStrategy
    version: StrategyVersion
    verdict: str
    readings: list[Reading]


@dataclass(frozen=True)
class Square:
    """Where a segment meets an offering: its figures, its place on both axes, and the strategy, where one stands.

    number: as it is drawn and listed, from 1. Figures and place are None where the segment's rule is concealed from whoever looks.
    """

    number: int
    segment: Segment
    offering: Offering
    cell: Cell | None
    figures: Figures | None
    scored: Scored | None

    @property
    def grown(self) -> str:
        return f"{self.figures.growth * 100:+.0f} %" if self.figures and self.figures.growth is not None else ""

    @property
    def name(self) -> str:
        return self.cell.strategy.name if self.cell else f"{self.segment.name} × {self.offering.name}"


@dataclass(frozen=True)
class Row:
    """One segment and a square for each offering, in their order. market: what its accounts buy in all and from us. worth: by currency, the most told first."""

    segment: Segment
    squares: list[Square]
    market: Market | None
    worth: list[SegmentWorth]


@dataclass(frozen=True)
class Board:
    offerings: list[Offering]
    rows: list[Row]
    weights: Weights
    rooms: dict[str, Room]

    @property
    def strategies(self) -> int:
        return sum(square.cell is not None for square in self.squares)

    @property
    def squares(self) -> list[Square]:
        return [square for row in self.rows for square in row.squares]


def board(actor: Actor) -> Board:
    """Everything of it in a fixed number of queries, however many strategies and orders. At most MOST segments and offerings are set against each other."""
    offerings = list(offerings_seen(actor).order_by("sort_key", "pk")[:MOST])
    segments = list(with_sizes(actor, segments_seen(actor).filter(party_kind=Segment.PartyKind.ACCOUNT)).order_by("name", "pk")[:MOST])
    cells = {(cell.strategy.segment_id, cell.strategy.offering_id): cell for cell in cells_of(actor)}
    told = [(segment.pk, offering.pk) for segment in segments if segment.size is not None for offering in offerings]  # type: ignore[attr-defined]  # annotated
    found, markets = figures(actor, told, offerings, {place: cell.version.pk for place, cell in cells.items() if place in set(told)})
    weights = weights_now(actor)
    axes = scored(found, weights.weights)
    squares: dict[Place, Square] = {}
    for segment in segments:
        for offering in offerings:
            place = segment.pk, offering.pk
            squares[place] = Square(len(squares) + 1, segment, offering, cells.get(place), found.get(place), axes.get(place))
    worth = worth_of_segments(actor, segments)
    rows = [
        Row(segment, [squares[segment.pk, offering.pk] for offering in offerings], _market(markets, segment), worth.get(segment.pk, []))
        for segment in segments
    ]
    return Board(offerings, rows, weights, _rooms(axes, squares, weights))


def _market(markets: dict[tuple[int, str], Market], segment: Segment) -> Market | None:
    """Of the currency in which most of its accounts tell what they spend."""
    own = [market for (number, _currency), market in markets.items() if number == segment.pk]
    return max(own, key=lambda market: market.told, default=None)


def _rooms(axes: dict[Place, Scored], squares: dict[Place, Square], weights: Weights) -> dict[str, Room]:
    """By criterion, how far its weight can move before two cells change places on its axis; cells are named by their number."""
    plain = {key: float(value) for key, value in weights.weights.items()}
    found = {}
    for axis in (ATTRACTIVENESS, STRENGTH):
        cells = {str(squares[place].number): {key: one.standing[key] for key in axis} for place, one in axes.items()}
        for key in axis:
            found[key] = room(cells, plain, key)
    return found


def cells_of(actor: Actor) -> list[Cell]:
    versions = Prefetch("versions", visible_to(actor, StrategyVersion.objects.all()), to_attr="all_versions")
    strategies = [one for one in strategies_seen(actor).prefetch_related(versions) if one.all_versions]
    shown = {
        one.pk: min(one.all_versions, key=lambda version: (IN_FORCE_FIRST.index(version.state), -version.number)) for one in strategies
    }
    readings = readings_of([version for version in shown.values() if version.state == StrategyVersion.State.ACTIVE])
    return [_cell(strategy, shown[strategy.pk], readings.get(shown[strategy.pk].pk, [])) for strategy in strategies]


def _cell(strategy: GenericStrategy, version: StrategyVersion, readings: list[Reading]) -> Cell:
    return Cell(strategy, version, overall(readings) if readings else "", readings)
