"""Where two lists of the same cases do not say the same, and why. Values in, values out."""

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
    DUE = "due"
    DONE = "done"
    BEGUN = "begun"
    ENDED = "ended"
    FIGURE = "figure"
    OPEN = "open"


@dataclass(frozen=True)
class Told:
    """What one side says of one case, or of one period. begun_on, due_on, done_on, ordered, came: None where that side does not say.

    row_id: the record behind it. numerator, denominator: what it counts; without a numerator one of one where it is good. on: the day to
    which it belongs. known: whether anything could still change what it counts.
    """

    number: str
    good: bool
    due_on: date | None = None
    done_on: date | None = None
    ordered: Decimal | None = None
    came: Decimal | None = None
    row_id: int | None = None
    begun_on: date | None = None
    numerator: Decimal | None = None
    denominator: Decimal = Decimal(1)
    on: date | None = None
    known: bool = True

    @property
    def counts(self) -> tuple[Decimal, Decimal]:
        """(numerator, denominator); nothing of nothing while it is open."""
        if not self.known:
            return Decimal(0), Decimal(0)
        return (Decimal(int(self.good)) if self.numerator is None else self.numerator), self.denominator

    @property
    def day(self) -> date | None:
        return self.on or self.due_on or self.done_on


@dataclass(frozen=True)
class Differs:
    """One case of which both do not say the same. ours, theirs: None where that side has no such case."""

    number: str
    ours: Told | None
    theirs: Told | None
    reason: Reason

    @property
    def effect(self) -> Decimal:
        """What it adds to their numerator, less ours: over all differences the sum is their numerator less ours."""
        return (self.theirs.counts[0] if self.theirs else Decimal(0)) - (self.ours.counts[0] if self.ours else Decimal(0))


# What a figure is made of, in the order in which one explains another: with another quantity ordered, what came tells nothing more.
MADE_OF = {"ordered": Reason.DUE, "came": Reason.DONE, "begun_on": Reason.BEGUN, "done_on": Reason.ENDED}


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


def comparable(ours: Mapping[str, Told], theirs: Mapping[str, Told]) -> tuple[dict[str, Told], dict[str, Told]]:
    """Both sides without what nobody can judge yet: what is open on the only side that has it, and what neither says to be done."""

    def can_be(number: str) -> bool:
        both = [side[number] for side in (ours, theirs) if number in side]
        if all(one.known for one in both):
            return True
        return len(both) == 2 and any(one.known for one in both) and both[0].done_on != both[1].done_on

    numbers = {number for number in ours.keys() | theirs.keys() if can_be(number)}
    mine = {number: one for number, one in ours.items() if number in numbers}
    return mine, {number: one for number, one in theirs.items() if number in numbers}


def differences(
    ours: Mapping[str, Told], theirs: Mapping[str, Told], window: Window, *, figures: bool = False, fields: Collection[str] = ()
) -> list[Differs]:
    """Every case that one side has and the other has not, or of which they do not count the same; in the order of the numbers.

    figures: cases have figures of their own, made of these fields of Told; otherwise each is good or not.
    """
    found = []
    for number in sorted(ours.keys() | theirs.keys()):
        mine, their = ours.get(number), theirs.get(number)
        reason = _reason(mine, their, window, figures, fields)
        if reason is not None:
            one = their or mine
            assert one is not None
            found.append(Differs(one.number, mine, their, reason))
    return found


def _reason(ours: Told | None, theirs: Told | None, window: Window, figures: bool, fields: Collection[str]) -> Reason | None:
    if ours is None:
        return Reason.NOT_OURS
    if theirs is None:
        return Reason.NOT_THEIRS
    if ours.known != theirs.known:
        return Reason.OPEN
    if ours.counts == theirs.counts:
        return None
    if figures:
        return _made_otherwise(ours, theirs, fields)
    return Reason.THEY_ACCEPT if theirs.good else why(theirs, window)


def _made_otherwise(ours: Told, theirs: Told, fields: Collection[str]) -> Reason:
    """The first thing of which their figure is made that ours is not made of."""
    for name, reason in MADE_OF.items():
        mine, their = getattr(ours, name), getattr(theirs, name)
        if name in fields and mine != their:
            return reason
    return Reason.FIGURE


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


def covered(theirs: Collection[Told]) -> tuple[date, date] | None:
    """The days of which a list speaks: from its first day to its last; None where it names none."""
    named = [day for one in theirs if (day := one.day) is not None]
    return (min(named), max(named)) if named else None


def shipped_on_time(promised_on: date, shipped_on: date | None, delivered_on: date | None) -> bool:
    """How we count by our own schedule: it left on the promised day at the latest. Where nobody noted when it left, the day on which it came counts."""
    left = shipped_on or delivered_on
    return left is not None and left <= promised_on
