"""What the page of the board shows: a picture of attractiveness and strength, its table, and the room of each weight in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Scale
from mutua.strategy.queries.board import Board, Square
from mutua.strategy.queries.board_figures import ATTRACTIVENESS, CRITERIA, STRENGTH
from mutua.strategy.rules.scoring import Turn

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 56, 24, 20, 48
SMALLEST, LARGEST = 9.0, 34.0
TITLES: dict[str, Any] = {
    "size": gettext_lazy("Size of the market"),
    "growth": gettext_lazy("Growth of what we sell there"),
    "margin": gettext_lazy("Left after cost to serve"),
    "share": gettext_lazy("Our share"),
    "rating": gettext_lazy("Rating of us against the next best"),
    "reach": gettext_lazy("Accounts that buy"),
}


@dataclass(frozen=True)
class Bubble:
    """One cell in the picture. radius: its area is in proportion to the revenue; a ring where no strategy stands."""

    square: Square
    x: float
    y: float
    radius: float
    served: bool


@dataclass(frozen=True)
class Weighing:
    """One criterion: its weight now, and how far it can move, in words."""

    key: str
    title: Any
    weight: int
    below: str
    above: str


@dataclass(frozen=True)
class BoardPicture:
    bubbles: list[Bubble]
    unplaced: int
    label: str
    table: dict[str, Any]
    across: list[tuple[float, str]]
    up: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM
    middle_x: float = (LEFT + WIDTH - RIGHT) / 2
    middle_y: float = (TOP + HEIGHT - BOTTOM) / 2


def board_picture(board: Board) -> BoardPicture:
    across, up = Scale(0, 1, LEFT + LARGEST, WIDTH - RIGHT - LARGEST), Scale(0, 1, HEIGHT - BOTTOM - LARGEST, TOP + LARGEST)
    placed = [one for one in board.squares if one.scored and one.scored.attractiveness is not None and one.scored.strength is not None]
    most = max((float(one.figures.revenue) for one in placed if one.figures), default=0.0)
    bubbles = [
        Bubble(one, across(one.scored.strength or 0), up(one.scored.attractiveness or 0), _radius(one, most), one.cell is not None)
        for one in sorted(placed, key=lambda one: -(one.figures.revenue if one.figures else 0))
        if one.scored
    ]
    ends = [(0.0, _("weak")), (1.0, _("strong"))]
    return BoardPicture(
        bubbles=bubbles,
        unplaced=len(board.squares) - len(placed),
        label=_label(placed),
        table={"columns": [str(column) for column in _columns()], "rows": [_row(one) for one in board.squares]},
        across=[(across(at), word) for at, word in ends],
        up=[(up(0.0), _("dull")), (up(1.0), _("attractive"))],
    )


def _radius(one: Square, most: float) -> float:
    revenue = float(one.figures.revenue) if one.figures else 0.0
    return round(max(SMALLEST, math.sqrt(revenue / most) * LARGEST), 1) if most else SMALLEST


def _label(placed: list[Square]) -> str:
    if not placed:
        return _("No cell can be placed: too little is known.")
    most = max(placed, key=lambda one: (one.scored.attractiveness or 0) if one.scored else 0)
    strongest = max(placed, key=lambda one: (one.scored.strength or 0) if one.scored else 0)
    return _("Most attractive: %(most)s. We are strongest in: %(strongest)s.") % {"most": most.name, "strongest": strongest.name}


def _columns() -> Iterable[Any]:
    return (
        _("No."), _("Segment"), _("Offering"), _("Strategy"), _("Attractiveness"), _("Strength"), _("We sold, a year"), _("Growth"),
        _("Market, a year"), _("Our share"), _("Left after cost to serve"), _("Rating against next best"), _("Accounts that buy"), _("White space"),
    )  # fmt: skip


def _row(one: Square) -> list[str]:
    told = [str(one.number), one.segment.name, one.offering.name, one.cell.strategy.name if one.cell else "–"]
    if one.figures is None or one.scored is None:
        return [*told, *["–"] * 10]
    found = one.figures
    return [
        *told,
        _number(one.scored.attractiveness),
        _number(one.scored.strength),
        formats.money(found.revenue, found.currency),
        one.grown or "–",
        formats.money(found.size, found.currency) if found.size is not None else "–",
        formats.share(found.share, 1) if found.share is not None else "–",
        formats.share(found.margin, 1) if found.margin is not None else "–",
        f"{found.rating:+.1f}" if found.rating is not None else "–",
        _("%(buyers)s of %(members)s") % {"buyers": found.buyers, "members": found.members},
        formats.money(found.white_space, found.currency) if found.white_space is not None else _("too few buyers to say"),
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else formats.number(value, 2)


def file_of(board: Board) -> tuple[list[str], Iterable[list[Any]]]:
    """The columns and rows of the CSV, in exact figures."""
    columns = ["number", "segment", "offering", "strategy", "attractiveness", "strength", "currency", "revenue", "revenue_before", "white_space", "members", "buyers", *CRITERIA]  # fmt: skip
    return columns, (_exact(one) for one in board.squares)


def _exact(one: Square) -> list[Any]:
    told: list[Any] = [one.number, one.segment.name, one.offering.name, one.cell.strategy.name if one.cell else ""]
    if one.figures is None or one.scored is None:
        return [*told, *[None] * (8 + len(CRITERIA))]
    found, criteria = one.figures, one.figures.criteria()
    figures = [found.currency, found.revenue, found.before, found.white_space, found.members, found.buyers]
    return [*told, one.scored.attractiveness, one.scored.strength, *figures, *(criteria[key] for key in CRITERIA)]


def weighings(board: Board) -> list[tuple[Any, list[Weighing]]]:
    """The criteria of both axes."""
    names = {str(one.number): one.name for one in board.squares}
    axes = ((_("Attractiveness"), ATTRACTIVENESS), (_("Strength"), STRENGTH))
    return [
        (
            title,
            [
                Weighing(
                    key,
                    TITLES[key],
                    board.weights.weights[key],
                    _turned(board.rooms[key].below, names, down=True),
                    _turned(board.rooms[key].above, names, down=False),
                )
                for key in keys
            ],
        )
        for title, keys in axes
    ]


def _turned(turn: Turn | None, names: dict[str, str], *, down: bool) -> str:
    if turn is None or turn.weight > 100:
        return _("down to 0 the order stays") if down else _("up to 100 the order stays")
    told = {"weight": formats.number(turn.weight, 0), "one": names[turn.cells[0]], "other": names[turn.cells[1]]}
    if down:
        return _("below %(weight)s “%(one)s” and “%(other)s” change places") % told
    return _("above %(weight)s “%(one)s” and “%(other)s” change places") % told
