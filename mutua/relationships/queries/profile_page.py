"""The profile of an account: where both stand at each touchpoint, and where which perspective wants to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mutua.foundation.access import Actor
from mutua.relationships.drawing import column_of
from mutua.relationships.models import Profile, ProfileCell, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.catalogue import Entry, catalogue
from mutua.relationships.queries.profiles import Desired, cells_of, profiles_of, wanted_in
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import roadmap_of
from mutua.relationships.queries.touchpoints import Meeting, meetings_of
from mutua.relationships.rules.profile_conflict import Cell, conflict


@dataclass(frozen=True)
class Row:
    """One touchpoint of the grid. now, want, guess: places on the four columns in percent, None where there is nothing.

    meeting: None where the touchpoint is not open yet. desired: what the chosen profile wants; other: what the next one wants.
    """

    entry: Entry
    meeting: Meeting | None
    desired: Desired | None
    other: Desired | None
    blocked: Gate | None
    cell: ProfileCell | None = None
    other_cell: ProfileCell | None = None

    @property
    def now(self) -> float | None:
        return column_of(self.meeting.derived.type) if self.meeting else None

    @property
    def want(self) -> float | None:
        return column_of(self.desired.type.type) if self.desired else None

    @property
    def guess(self) -> float | None:
        """Only where it differs: two rings in one place would be one."""
        place = column_of(self.other.type.type) if self.other else None
        return None if place == self.want else place

    @property
    def moves(self) -> bool:
        return self.now is not None and self.want is not None and self.now != self.want

    @property
    def conflicts(self) -> bool:
        """Both profiles speak about it, and say different things: in practices, in the level wanted, or in a wish."""
        return conflict(_said(self.cell), _said(self.other_cell))

    @property
    def only_chosen(self) -> list[str]:
        return self._only(self.cell, self.other_cell)

    @property
    def only_other(self) -> list[str]:
        return self._only(self.other_cell, self.cell)

    def _only(self, one: ProfileCell | None, two: ProfileCell | None) -> list[str]:
        """Names of the practices that only the first of two cells wants, in the order of the catalogue."""
        first, second = _said(one), _said(two)
        if first is None:
            return []
        only = first.activities - second.activities if second is not None else first.activities
        return [activity.name for activity in self.entry.activities if activity.key in only]


@dataclass(frozen=True)
class ProfilePage:
    """profiles: the living ones, the surest first. chosen: the one whose rings are drawn; other: the next one, drawn dashed."""

    profiles: Sequence[Profile]
    chosen: Profile | None
    other: Profile | None
    rows: Sequence[Row]
    gates: Sequence[Gate]

    @property
    def conflicts(self) -> list[Row]:
        return [row for row in self.rows if row.conflicts]

    @property
    def wishes(self) -> list[Row]:
        """Where the chosen profile wants something in words, in a level, or of a measure."""
        return [
            row for row in self.rows if row.cell is not None and (row.cell.wish or row.cell.measure or row.cell.performance is not None)
        ]

    @property
    def gaps(self) -> list[Desired]:
        return [row.desired for row in self.rows if row.desired is not None and row.desired.gap]


def profile_page(actor: Actor, account_id: int, perspective: str = "") -> ProfilePage:
    """A fixed number of queries. An unknown perspective shows the surest profile."""
    profiles = profiles_of(actor, account_id)
    chosen = next((profile for profile in profiles if profile.perspective == perspective), profiles[0] if profiles else None)
    other = next((profile for profile in profiles if profile is not chosen), None)
    cells = cells_of(actor, chosen) if chosen else {}
    other_cells = cells_of(actor, other) if other else {}
    wanted, others = wanted_in(cells), wanted_in(other_cells)
    standing = {meeting.at.touchpoint_id: meeting for meeting in meetings_of(actor, account_id)}
    gates = _gates(actor, [item for item in roadmap_of(actor, account_id) if item.state not in ENDED])
    blocked = {gate.item.activity.touchpoint_id: gate for gate in reversed(gates) if not gate.is_open}
    planned = frozenset(gate.item.activity.key for gate in gates)
    rows = [
        Row(
            entry,
            standing.get(number),
            _desired(entry, standing.get(number), wanted.get(number), planned),
            _desired(entry, standing.get(number), others.get(number), planned),
            blocked.get(number),
            cells.get(number),
            other_cells.get(number),
        )
        for number, entry in catalogue(actor).items()
    ]
    return ProfilePage(profiles, chosen, other, rows, gates)


def _gates(actor: Actor, items: list[RoadmapItem]) -> list[Gate]:
    """Closed gates first: they are what somebody has to decide."""
    return sorted(gates_of(actor, items).values(), key=lambda gate: (gate.is_open, gate.item.pk))


def _desired(entry: Entry, meeting: Meeting | None, keys: tuple[str, ...] | None, planned: frozenset[str]) -> Desired | None:
    return None if keys is None else Desired(entry, tuple(meeting.practised) if meeting else (), keys, planned)


def _said(cell: ProfileCell | None) -> Cell | None:
    if cell is None:
        return None
    practices = frozenset(activity.key for activity in cell.activities.all())
    return Cell(practices, cell.performance, cell.wish, cell.measure, cell.change)
