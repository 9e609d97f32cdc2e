"""Where two lists of the same deliveries do not say the same, and why. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mutua.relationships.rules.on_time import Window


class Reason(StrEnum):
    LATE = "late"
    EARLY = "early"
    SHORT = "short"
    OTHER = "other"
    THEY_ACCEPT = "they-accept"
    NOT_OURS = "not-ours"
    NOT_THEIRS = "not-theirs"


@dataclass(frozen=True)
class Told:
    """What one side says of one delivery. due_on, done_on, ordered, came: None where that side does not say.

    row_id: the record behind it.
    """

    number: str
    good: bool
    due_on: date | None = None
    done_on: date | None = None
    ordered: Decimal | None = None
    came: Decimal | None = None
    row_id: int | None = None


@dataclass(frozen=True)
class Differs:
    """One delivery of which both do not say the same. ours, theirs: None where that side has no such delivery."""

    number: str
    ours: Told | None
    theirs: Told | None
    reason: Reason

    @property
    def effect(self) -> int:
        """What it adds to their good ones, less ours: over all differences the sum is their good ones less our good ones."""
        return int(bool(self.theirs and self.theirs.good)) - int(bool(self.ours and self.ours.good))


def same_number(number: str) -> str:
    """Two programs write one number in more than one way: with blanks, in small letters, with leading noughts."""
    folded = "".join(number.split()).upper()
    return folded.lstrip("0") or folded


def by_number(rows: Iterable[Told]) -> dict[str, Told]:
    """{folded number: row}; of two rows of one number the first."""
    found: dict[str, Told] = {}
    for row in rows:
        found.setdefault(same_number(row.number), row)
    return found


def differences(ours: Mapping[str, Told], theirs: Mapping[str, Told], window: Window) -> list[Differs]:
    """Every delivery that one side has and the other has not, or that only one side counts as good; in the order of the numbers."""
    found = []
    for number in sorted(ours.keys() | theirs.keys()):
        mine, their = ours.get(number), theirs.get(number)
        reason = _reason(mine, their, window)
        if reason is not None:
            one = their or mine
            assert one is not None
            found.append(Differs(one.number, mine, their, reason))
    return found


def _reason(ours: Told | None, theirs: Told | None, window: Window) -> Reason | None:
    if ours is None:
        return Reason.NOT_OURS
    if theirs is None:
        return Reason.NOT_THEIRS
    if ours.good == theirs.good:
        return None
    return Reason.THEY_ACCEPT if theirs.good else why(theirs, window)


def why(theirs: Told, window: Window) -> Reason:
    """Why they count it as failed, as far as their own figures tell: too late goes before too early, and both before too little."""
    if theirs.due_on is not None:
        opens = window.opens(theirs.due_on)
        if theirs.done_on is None or theirs.done_on > window.closes(theirs.due_on):
            return Reason.LATE
        if opens is not None and theirs.done_on < opens:
            return Reason.EARLY
    if theirs.ordered is not None and theirs.came is not None and theirs.came < window.completeness * theirs.ordered:
        return Reason.SHORT
    return Reason.OTHER


def shipped_on_time(promised_on: date, shipped_on: date | None, delivered_on: date | None) -> bool:
    """How we count by our own schedule: it left on the promised day at the latest. Where nobody noted when it left, the day on which it came counts."""
    left = shipped_on or delivered_on
    return left is not None and left <= promised_on


def covered(theirs: Collection[Told]) -> tuple[date, date] | None:
    """The days of which a list speaks: from its first due day to its last; None where it names none."""
    named = [day for one in theirs if (day := one.due_on or one.done_on) is not None]
    return (min(named), max(named)) if named else None
