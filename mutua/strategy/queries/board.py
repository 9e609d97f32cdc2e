"""The board: segments down, offerings across, and in each cell the strategy that joins them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from mutua.catalog.models import Offering
from mutua.catalog.queries.catalogue import offerings_seen
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import GenericStrategy, Segment, StrategyVersion
from mutua.strategy.queries.reviewing import Reading, overall, readings_of
from mutua.strategy.queries.segments import segments_seen, with_sizes
from mutua.strategy.queries.strategies import strategies_seen

IN_FORCE_FIRST = ("active", "approved", "challenged", "draft", "completed", "amended", "abandoned")


@dataclass(frozen=True)
class Cell:
    """One strategy with the version that matters most now, and the gravest verdict of its objectives; "" where none is watched."""

    strategy: GenericStrategy
    version: StrategyVersion
    verdict: str
    readings: list[Reading]


@dataclass(frozen=True)
class Row:
    """One segment and a cell for each offering, in their order; None where no strategy stands."""

    segment: Segment
    cells: list[tuple[Offering, Cell | None]]


@dataclass(frozen=True)
class Board:
    offerings: list[Offering]
    rows: list[Row]

    @property
    def strategies(self) -> int:
        return sum(cell is not None for row in self.rows for _offering, cell in row.cells)


def board(actor: Actor) -> Board:
    """Everything of it in a fixed number of queries, however many strategies."""
    offerings = list(offerings_seen(actor).order_by("sort_key", "pk"))
    segments = list(with_sizes(actor, segments_seen(actor).filter(party_kind=Segment.PartyKind.ACCOUNT)).order_by("name", "pk"))
    cells = {(cell.strategy.segment_id, cell.strategy.offering_id): cell for cell in cells_of(actor)}
    rows = [Row(segment, [(offering, cells.get((segment.pk, offering.pk))) for offering in offerings]) for segment in segments]
    return Board(offerings, rows)


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
