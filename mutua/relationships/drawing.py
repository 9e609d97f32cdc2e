"""Where things stand in the pictures of relationships: values in, positions out. No colour, no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mutua.foundation.ui.drawing import Scale
from mutua.relationships.queries.touchpoints import Meeting
from mutua.relationships.rules.kinds import RelationshipType

TYPE_ORDER = tuple(RelationshipType)
THINNEST, THICKEST = 1.5, 9.0


@dataclass(frozen=True)
class Link:
    """One line of the touchpoint map, in percent of the gap between two lists: from a department's height to a touchpoint's.

    row: of the touchpoint, from 0; width: in pixels, by the root of its traffic.
    """

    d: str
    width: float
    state: str
    row: int
    outside: float
    middle: float


@dataclass(frozen=True)
class TouchpointMap:
    """Departments left and right, each at about the height of what it takes part in; touchpoints between, and the lines that join them."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    left: tuple[Link, ...]
    right: tuple[Link, ...]


def touchpoint_map(meetings: Sequence[Meeting]) -> TouchpointMap:
    ours = _by_height([meeting.our_names for meeting in meetings])
    theirs = _by_height([meeting.their_names for meeting in meetings])
    busiest = max((traffic(meeting) for meeting in meetings), default=0) or 1
    left, right = [], []
    for row, meeting in enumerate(meetings):
        share = (traffic(meeting) / busiest) ** 0.5  # by area, as the eye reads thickness
        width = round(THINNEST + share * (THICKEST - THINNEST), 1)
        middle = _height(row, len(meetings))
        for name in meeting.our_names:
            outside = _height(ours.index(name), len(ours))
            left.append(Link(_curve(outside, middle), width, meeting.standing.value, row, outside, middle))
        for name in meeting.their_names:
            outside = _height(theirs.index(name), len(theirs))
            right.append(Link(_curve(middle, outside), width, meeting.standing.value, row, outside, middle))
    return TouchpointMap(tuple(ours), tuple(theirs), tuple(left), tuple(right))


def _by_height(sides: Sequence[Sequence[str]]) -> list[str]:
    """Every department once, by the mean row of its touchpoints, so that few lines cross; of two alike the one named first."""
    rows: dict[str, list[int]] = {}
    for row, names in enumerate(sides):
        for name in names:
            rows.setdefault(name, []).append(row)
    return sorted(rows, key=lambda name: sum(rows[name]) / len(rows[name]))


def _curve(start: float, end: float) -> str:
    return f"M0 {start}C50 {start} 50 {end} 100 {end}"


def traffic(meeting: Meeting) -> int:
    """Contacts a year: said for this account, else the trials of its first proportion, else what the catalogue takes for usual."""
    if meeting.at.occasions_per_year is not None:
        return meeting.at.occasions_per_year
    figure = meeting.proportion
    return int(figure.of) if figure is not None and figure.measure.is_counted else meeting.entry.touchpoint.contacts_per_year


def _height(position: int, of: int) -> float:
    """The middle of a row among `of` equal rows, in percent."""
    return round((position + 0.5) / of * 100, 2)


def column_of(kind: RelationshipType | str | None) -> float | None:
    """Where a type stands on the four columns of the profile grid, in percent."""
    return None if not kind else 12.5 + 25 * TYPE_ORDER.index(RelationshipType(kind))


@dataclass(frozen=True)
class Dot:
    """One touchpoint of the scatter: x by type, y by performance, spread sideways so that dots do not hide each other."""

    x: float
    y: float
    meeting: Meeting


def scatter(meetings: Iterable[Meeting], *, width: float = 640, top: float = 16, bottom: float = 244, left: float = 48) -> list[Dot]:
    """Only touchpoints that have a type and a figure of good ones. Two axes: neither is folded into the other."""
    up = Scale(0, 1, bottom, top)
    column = (width - left) / len(TYPE_ORDER)
    dots, taken = [], dict.fromkeys(TYPE_ORDER, 0)
    for meeting in meetings:
        kind, share = meeting.derived.type, meeting.proportion.share if meeting.proportion else None
        if kind is None or share is None:
            continue
        step = taken[kind] = taken[kind] + 1
        aside = ((step * 37) % 19 - 9) / 9 * 0.34 * column
        dots.append(Dot(round(left + column * (TYPE_ORDER.index(kind) + 0.5) + aside, 1), up(float(share)), meeting))
    return dots
