"""Any two profiles of an account beside each other: what was practised or wanted, from which perspective, as it was known on which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Profile, ProfileVersion
from mutua.relationships.queries.catalogue import Entry, catalogue
from mutua.relationships.queries.derived_as_of import TouchpointThen, derived_as_of
from mutua.relationships.rules.derived_type import DerivedType, derive_type
from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.lifecycles import ProfileState
from mutua.relationships.rules.profile_conflict import Cell, Difference, conflict, difference

CURRENT = "current"


@dataclass(frozen=True)
class Known:
    """A desired profile as it was known: at is when it became so."""

    profile_id: int
    perspective: str
    state: str
    visibility: str
    confidence: Decimal
    at: datetime
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Side:
    """One of the two: which is "current" or a perspective, on a day. known: the desired profile, None for the current or where none stood."""

    which: str
    on: date
    known: Known | None
    practised: Mapping[str, TouchpointThen]

    @property
    def is_current(self) -> bool:
        return self.which == CURRENT

    @property
    def stands(self) -> bool:
        return bool(self.practised) if self.is_current else self.known is not None

    @property
    def label(self) -> str:
        return str(dict(Profile.Perspective.choices).get(self.which, "")) if not self.is_current else ""

    def cell(self, key: str) -> Cell | None:
        """What this side says about a touchpoint; None where it says nothing."""
        if not self.is_current:
            return self.known.cells.get(key) if self.known is not None else None
        then = self.practised.get(key)
        return Cell(frozenset(one.key for one in then.engagements if one.is_engaged)) if then is not None else None

    def is_silent(self, key: str) -> bool:
        """What is practised speaks also where it is nothing; a profile that was written says nothing of what stands nowhere in it."""
        if self.is_current or self.known is None:
            return False
        cell = self.cell(key)
        return cell is None or cell.is_empty

    def is_wish(self, key: str) -> bool:
        cell = self.cell(key)
        return not self.is_current and cell is not None and not cell.activities

    def type(self, entry: Entry) -> DerivedType | None:
        """What it amounts to: derived from what was practised, or from what was wanted, all of it fully practised."""
        key = entry.touchpoint.key
        if self.is_current:
            return self.practised[key].derived if key in self.practised else None
        cell = self.cell(key)
        if cell is None or not cell.activities:
            return None
        return derive_type(entry.defined, {one: EngagementState.FULL for one in cell.activities if one in entry.by_key})


@dataclass(frozen=True)
class Row:
    """One touchpoint on both sides. is_silent: a profile that says nothing of it; is_wish: one that names no practice, so that none is to be dropped."""

    entry: Entry
    first: Cell | None
    second: Cell | None
    first_type: DerivedType | None
    second_type: DerivedType | None
    first_is_silent: bool = False
    second_is_silent: bool = False
    first_is_wish: bool = False
    second_is_wish: bool = False

    @property
    def is_silent(self) -> bool:
        """One of both says nothing of it: that is no difference."""
        return self.first_is_silent or self.second_is_silent

    @cached_property
    def difference(self) -> Difference:
        nothing, none = Cell(frozenset()), frozenset[str]()
        if self.is_silent:
            return difference(nothing, nothing)
        found = difference(self.first or nothing, self.second or nothing)
        return replace(
            found,
            only_first=none if self.second_is_wish else found.only_first,
            only_second=none if self.first_is_wish else found.only_second,
        )

    @property
    def conflicts(self) -> bool:
        return conflict(self.first, self.second)

    def named(self, keys: frozenset[str]) -> list[str]:
        """Names of practices, in the order of the catalogue; what the catalogue has no more stands under its key."""
        known = [activity.name for activity in self.entry.activities if activity.key in keys]
        return [*known, *sorted(keys - set(self.entry.by_key))]

    @property
    def only_first(self) -> list[str]:
        return self.named(self.difference.only_first)

    @property
    def only_second(self) -> list[str]:
        return self.named(self.difference.only_second)

    @property
    def both(self) -> list[str]:
        return self.named(self.difference.both)


@dataclass(frozen=True)
class Comparison:
    first: Side
    second: Side
    rows: Sequence[Row]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.difference]

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.is_silent]

    @property
    def conflicts(self) -> list[Row]:
        return [row for row in self.rows if row.conflicts]


def known_profiles(actor: Actor, account_id: int, on: date | None = None) -> dict[str, Known]:
    """The desired profile of each perspective as it was known at the end of a day (None: now): one query. Those that were superseded by then are left out."""
    end = datetime.combine((on or days.today()) + timedelta(days=1), time(), UTC)
    rows = visible_to(actor, ProfileVersion.objects.filter(profile__account=account_id, profile__deleted_at=None, at__lt=end))
    latest = rows.order_by("profile_id", "-at", "-pk").distinct("profile_id").select_related("profile")
    stood = sorted((row for row in latest if row.state != ProfileState.SUPERSEDED), key=lambda row: (row.at, row.pk))
    return {row.profile.perspective: _known(row) for row in stood}


def compare(actor: Actor, account_id: int, first: tuple[str, date], second: tuple[str, date], *, known_now: bool = False) -> Comparison:
    """first, second: ("current" or a perspective, day). known_now: what was practised then as we know it today. Raises NotFound."""
    one, other = (_side(actor, account_id, which, on, known_now) for which, on in (first, second))
    rows = [
        Row(
            entry,
            one.cell(entry.touchpoint.key),
            other.cell(entry.touchpoint.key),
            one.type(entry),
            other.type(entry),
            one.is_silent(entry.touchpoint.key),
            other.is_silent(entry.touchpoint.key),
            one.is_wish(entry.touchpoint.key),
            other.is_wish(entry.touchpoint.key),
        )
        for entry in catalogue(actor).values()
    ]
    return Comparison(one, other, [row for row in rows if row.first is not None or row.second is not None])


def _side(actor: Actor, account_id: int, which: str, on: date, known_now: bool) -> Side:
    if which == CURRENT:
        then = derived_as_of(actor, account_id, on, known_now=known_now)
        return Side(which, on, None, {one.entry.key: one for one in then.touchpoints})
    return Side(which, on, known_profiles(actor, account_id, on).get(which), {})


def _known(row: ProfileVersion) -> Known:
    cells = {key: cell_of(told) for key, told in row.wanted.items()}
    return Known(row.profile_id, row.profile.perspective, row.state, row.visibility, row.confidence, row.at, cells)


def cell_of(told: Mapping[str, Any]) -> Cell:
    """A cell as it was kept in `ProfileVersion.wanted`."""
    numbers = {name: None if told.get(name) is None else Decimal(told[name]) for name in ("performance", "change")}
    return Cell(frozenset(told["activities"]), wish=told.get("wish", ""), measure=told.get("measure", ""), **numbers)
