"""The catalogue of touchpoints as one value: what a file says, what a version keeps, what an edit proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from mutua.relationships.rules.derived_type import Defined
from mutua.relationships.rules.kinds import Dimension, RelationshipType

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_KEY, LONGEST_NAME, LONGEST_DEPARTMENT, LONGEST_SOURCE = 60, 120, 80, 200
MOST_TOUCHPOINTS, MOST_ACTIVITIES = 200, 200
MOST_NUMBER = 2_000_000_000
MOST_LEAD_DAYS = 3_650  # ten years: a roadmap item has a figure for each quarter of it
MOST_EFFECT = Decimal(10_000)
MOST_MONEY = Decimal(10) ** 15


@dataclass(frozen=True)
class BookActivity:
    """needs: dimension → least level, 0 to 4. requires: keys at the same touchpoint. moves: measures of it; empty: all of them. cost: in the book's currency.

    effects: measure → by how much it changes it where both are ready, in the measure's own unit: 0.01 is one point of a share, -2 two days less.
    effects_from: where these sizes come from; empty: an assumption.
    """

    key: str
    name: str
    type: str
    slot: str = ""
    needs: Mapping[str, Decimal] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    cost: Decimal = Decimal(0)
    hours: int = 0
    lead_days: int = 0
    moves: tuple[str, ...] = ()
    effects: Mapping[str, Decimal] = field(default_factory=dict)
    effects_from: str = ""


@dataclass(frozen=True)
class BookTouchpoint:
    key: str
    name: str
    our_departments: tuple[str, ...] = ()
    their_departments: tuple[str, ...] = ()
    involves_sales: bool = False
    contacts_per_year: int = 0
    measures: tuple[str, ...] = ()
    activities: tuple[BookActivity, ...] = ()

    @property
    def defined(self) -> tuple[Defined, ...]:
        return tuple(Defined(activity.key, RelationshipType(activity.type)) for activity in self.activities)

    def activity(self, key: str) -> BookActivity | None:
        return next((activity for activity in self.activities if activity.key == key), None)

    def with_activity(self, new: BookActivity, at: int | None = None) -> BookTouchpoint:
        """In the place of the one of its key; a new one, or one with a place (0 is the first), is put there."""
        kept = [activity for activity in self.activities if activity.key != new.key]
        stands = next((place for place, activity in enumerate(self.activities) if activity.key == new.key), len(kept))
        kept.insert(stands if at is None else at, new)
        return replace(self, activities=tuple(kept))

    def without(self, key: str) -> BookTouchpoint:
        return replace(self, activities=tuple(activity for activity in self.activities if activity.key != key))


@dataclass(frozen=True)
class Book:
    """key, name, currency: of the catalogue as a whole."""

    key: str
    name: str
    currency: str
    touchpoints: tuple[BookTouchpoint, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """What its activities are called, by key."""
        return {activity.key: activity.name for touchpoint in self.touchpoints for activity in touchpoint.activities}

    def touchpoint(self, key: str) -> BookTouchpoint | None:
        return next((touchpoint for touchpoint in self.touchpoints if touchpoint.key == key), None)

    def with_touchpoint(self, new: BookTouchpoint, at: int | None = None) -> Book:
        kept = [touchpoint for touchpoint in self.touchpoints if touchpoint.key != new.key]
        stands = next((place for place, touchpoint in enumerate(self.touchpoints) if touchpoint.key == new.key), len(kept))
        kept.insert(stands if at is None else at, new)
        return replace(self, touchpoints=tuple(kept))

    def without(self, key: str) -> Book:
        return replace(self, touchpoints=tuple(touchpoint for touchpoint in self.touchpoints if touchpoint.key != key))


def merged(stands: Book, comes: Book) -> Book:
    """What comes, and after it what stands and is not named there: of touchpoints, and of activities within one."""
    found = []
    for touchpoint in comes.touchpoints:
        before = stands.touchpoint(touchpoint.key)
        left = [one for one in before.activities if touchpoint.activity(one.key) is None] if before else []
        found.append(replace(touchpoint, activities=(*touchpoint.activities, *left)))
    found += [touchpoint for touchpoint in stands.touchpoints if comes.touchpoint(touchpoint.key) is None]
    return replace(comes, touchpoints=tuple(found))


@dataclass(frozen=True)
class Wrong:
    """What a book may not say. kind: which rule; touchpoint, activity: their places in the book, from 0; words: what is named.

    touchpoint_key, activity_key: as far as they were said.
    """

    kind: str
    field: str = ""
    touchpoint: int | None = None
    activity: int | None = None
    touchpoint_key: str = ""
    activity_key: str = ""
    words: tuple[str, ...] = ()


def find_wrong(book: Book) -> Wrong | None:
    """The first thing that a book may not say, in its order; None where all is well."""
    if len(book.currency) != 3 or not book.currency.isascii() or not book.currency.isupper():
        return Wrong("currency", "currency", words=(book.currency,))
    if not KEY.fullmatch(book.key) or len(book.key) > LONGEST_KEY:
        return Wrong("key", "key", words=(book.key,))
    if len(book.touchpoints) > MOST_TOUCHPOINTS:
        return Wrong("too-many", words=(str(len(book.touchpoints)), str(MOST_TOUCHPOINTS)))
    taken: set[str] = set()
    activities: set[str] = set()
    for place, touchpoint in enumerate(book.touchpoints):
        wrong = _wrong_touchpoint(touchpoint, taken)
        if wrong is None:
            wrong = _wrong_activities(touchpoint, activities)
        if wrong is not None:
            return replace(wrong, touchpoint=place, touchpoint_key=touchpoint.key)
        taken.add(touchpoint.key)
        activities.update(activity.key for activity in touchpoint.activities)
    return None


def _wrong_touchpoint(touchpoint: BookTouchpoint, taken: set[str]) -> Wrong | None:
    wrong = _wrong_name(touchpoint.key, touchpoint.name, taken)
    if wrong is not None:
        return wrong
    for name in ("our_departments", "their_departments"):
        long = [one for one in getattr(touchpoint, name) if not one.strip() or len(one) > LONGEST_DEPARTMENT]
        if not getattr(touchpoint, name):
            return Wrong("nobody", name)
        if long:
            return Wrong("text", name, words=(long[0], str(LONGEST_DEPARTMENT)))
    if not 0 <= touchpoint.contacts_per_year <= MOST_NUMBER:
        return Wrong("number", "contacts_per_year", words=(str(touchpoint.contacts_per_year), f"{MOST_NUMBER:,}"))
    odd = [one for one in touchpoint.measures if not KEY.fullmatch(one) or len(one) > LONGEST_KEY]
    if odd:
        return Wrong("key", "measures", words=(odd[0],))
    if len(touchpoint.activities) > MOST_ACTIVITIES:
        return Wrong("too-many", words=(str(len(touchpoint.activities)), str(MOST_ACTIVITIES)))
    return None


def _wrong_activities(touchpoint: BookTouchpoint, elsewhere: set[str]) -> Wrong | None:
    keys = {activity.key for activity in touchpoint.activities}
    taken = set(elsewhere)
    for place, activity in enumerate(touchpoint.activities):
        wrong = _wrong_name(activity.key, activity.name, taken) or _wrong_activity(activity, touchpoint, keys)
        if wrong is not None:
            return replace(wrong, activity=place, activity_key=activity.key)
        taken.add(activity.key)
    path = cycle({activity.key: activity.requires for activity in touchpoint.activities})
    if path:
        place = next(place for place, activity in enumerate(touchpoint.activities) if activity.key == path[0])
        names = {activity.key: activity.name for activity in touchpoint.activities}
        return Wrong("cycle", "requires", activity=place, activity_key=path[0], words=tuple(names[key] for key in path))
    return None


def _wrong_name(key: str, name: str, taken: set[str]) -> Wrong | None:
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        return Wrong("key", "key", words=(key,))
    if key in taken:
        return Wrong("twice", "key", words=(key,))
    if not name.strip() or len(name) > LONGEST_NAME:
        return Wrong("text", "name", words=(name, str(LONGEST_NAME)))
    return None


def _wrong_activity(activity: BookActivity, touchpoint: BookTouchpoint, keys: set[str]) -> Wrong | None:
    if activity.type not in set(RelationshipType):
        return Wrong("type", "type", words=(activity.type, ", ".join(RelationshipType)))
    if activity.slot and (not KEY.fullmatch(activity.slot) or len(activity.slot) > 40):
        return Wrong("key", "slot", words=(activity.slot,))
    for dimension, level in activity.needs.items():
        if dimension not in set(Dimension):
            return Wrong("dimension", "needs", words=(dimension, ", ".join(Dimension)))
        if not 0 <= level <= 4 or level != round(level, 1):
            return Wrong("level", "needs", words=(dimension, str(level)))
    unknown = [key for key in activity.requires if key not in keys]
    if unknown:
        return Wrong("requires", "requires", words=(unknown[0],))
    if not activity.cost.is_finite() or not 0 <= activity.cost < MOST_MONEY or activity.cost != round(activity.cost, 2):
        return Wrong("money", "cost", words=(str(activity.cost),))
    for name, most in (("hours", MOST_NUMBER), ("lead_days", MOST_LEAD_DAYS)):
        if not 0 <= getattr(activity, name) <= most:
            return Wrong("number", name, words=(str(getattr(activity, name)), f"{most:,}"))
    strange = [key for key in activity.moves if key not in touchpoint.measures]
    return Wrong("moves", "moves", words=(strange[0],)) if strange else _wrong_effects(activity, touchpoint)


def _wrong_effects(activity: BookActivity, touchpoint: BookTouchpoint) -> Wrong | None:
    moved = activity.moves or touchpoint.measures
    for measure, size in activity.effects.items():
        if measure not in moved:
            return Wrong("effects", "effects", words=(measure,))
        if not size.is_finite() or not 0 < abs(size) < MOST_EFFECT or size != round(size, 4):
            return Wrong("size", "effects", words=(measure, str(size)))
    if len(activity.effects_from) > LONGEST_SOURCE:
        return Wrong("text", "effects_from", words=(activity.effects_from, str(LONGEST_SOURCE)))
    return None


def cycle(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A way from an activity through its prerequisites back to itself, its first named again at the end; empty where there is none."""
    done: set[str] = set()
    for start in requires:
        way: list[str] = []
        ahead = [(start, iter(requires[start]))] if start not in done else []
        while ahead:
            key, needed = ahead[-1]
            if len(way) < len(ahead):
                way.append(key)
            following = next(needed, None)
            if following is None:
                done.add(key)
                way.pop()
                ahead.pop()
            elif following in way:
                return (*way[way.index(following) :], following)
            elif following not in done and following in requires:
                ahead.append((following, iter(requires[following])))
    return ()


def plain(book: Book) -> dict[str, Any]:
    """As JSON can keep it, and in the words of the file: amounts and levels as text where they are no whole numbers."""
    return {
        "catalogue": {"key": book.key, "name": book.name, "currency": book.currency},
        "touchpoint": [
            {
                "key": touchpoint.key,
                "name": touchpoint.name,
                "our_departments": [*touchpoint.our_departments],
                "their_departments": [*touchpoint.their_departments],
                "involves_sales": touchpoint.involves_sales,
                "contacts_per_year": touchpoint.contacts_per_year,
                "measures": [*touchpoint.measures],
                "activity": [_plain_activity(activity) for activity in touchpoint.activities],
            }
            for touchpoint in book.touchpoints
        ],
    }


def _plain_activity(activity: BookActivity) -> dict[str, Any]:
    return {
        "key": activity.key,
        "name": activity.name,
        "type": activity.type,
        "slot": activity.slot,
        "needs": {dimension: figure(level) for dimension, level in activity.needs.items()},
        "requires": [*activity.requires],
        "cost": figure(activity.cost),
        "hours": activity.hours,
        "lead_days": activity.lead_days,
        "moves": [*activity.moves],
        "effects": {measure: figure(size) for measure, size in activity.effects.items()},
        "effects_from": activity.effects_from,
    }


def figure(number: Decimal) -> int | str:
    """A number as it is kept: 20000 as such, 2.5 as "2.5"."""
    return int(number) if number == int(number) else f"{number.normalize():f}"


TEXT, TEXTS, WHOLE, FLAG, NUMBER, LEVELS = "text", "texts", "whole", "flag", "number", "levels"
TOUCHPOINT_FIELDS: Mapping[str, tuple[str, bool]] = {
    "key": (TEXT, True),
    "name": (TEXT, True),
    "our_departments": (TEXTS, False),
    "their_departments": (TEXTS, False),
    "involves_sales": (FLAG, False),
    "contacts_per_year": (WHOLE, False),
    "measures": (TEXTS, False),
}
ACTIVITY_FIELDS: Mapping[str, tuple[str, bool]] = {
    "key": (TEXT, True),
    "name": (TEXT, True),
    "type": (TEXT, True),
    "slot": (TEXT, False),
    "needs": (LEVELS, False),
    "requires": (TEXTS, False),
    "cost": (NUMBER, False),
    "hours": (WHOLE, False),
    "lead_days": (WHOLE, False),
    "moves": (TEXTS, False),
    "effects": (LEVELS, False),
    "effects_from": (TEXT, False),
}


class Unread(Exception):
    """A document is no book. wrong: where, and why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(f"{wrong.kind} {wrong.field}")
        self.wrong = wrong


def book_from(document: Mapping[str, Any]) -> Book:
    """A book from what a file or a version says. Raises Unread for what is missing, unknown or of another kind; the rest find_wrong() says."""
    unknown = sorted(set(document) - {"catalogue", "touchpoint"})
    if unknown:
        raise Unread(Wrong("unknown", unknown[0], words=(unknown[0], "catalogue, touchpoint")))
    head, rows = document.get("catalogue"), document.get("touchpoint", [])
    if not isinstance(head, Mapping):
        raise Unread(Wrong("missing", "catalogue"))
    fields = {"key": (TEXT, True), "name": (TEXT, True), "currency": (TEXT, True), "edition": (WHOLE, False)}
    said = _read(head, fields, Wrong(""))
    said.pop("edition", None)  # which version of which house wrote it: told, not kept
    return Book(**said, touchpoints=tuple(_touchpoint(row, place) for place, row in enumerate(_tables(rows, Wrong("", "touchpoint")))))


def _touchpoint(row: Mapping[str, Any], place: int) -> BookTouchpoint:
    here = Wrong("", touchpoint=place, touchpoint_key=str(row.get("key", "")))
    said = _read({name: value for name, value in row.items() if name != "activity"}, TOUCHPOINT_FIELDS, here)
    activities = []
    for number, activity in enumerate(_tables(row.get("activity", []), replace(here, field="activity"))):
        there = replace(here, activity=number, activity_key=str(activity.get("key", "")))
        activities.append(BookActivity(**_read(activity, ACTIVITY_FIELDS, there)))
    return BookTouchpoint(**said, activities=tuple(activities))


def _tables(rows: Any, here: Wrong) -> Sequence[Mapping[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Unread(replace(here, kind="kind", words=("tables",)))
    return rows


def _read(row: Mapping[str, Any], fields: Mapping[str, tuple[str, bool]], here: Wrong) -> dict[str, Any]:
    unknown = sorted(set(row) - set(fields))
    if unknown:
        raise Unread(replace(here, kind="unknown", field=unknown[0], words=(unknown[0], ", ".join(fields))))
    found = {}
    for name, (kind, needed) in fields.items():
        if name in row:
            value = _value(row[name], kind)
            if value is None:
                raise Unread(replace(here, kind="kind", field=name, words=(kind,)))
            found[name] = value
        elif needed:
            raise Unread(replace(here, kind="missing", field=name))
    return found


def _value(said: Any, kind: str) -> Any:
    """The value as a book keeps it; None where it is of another kind."""
    if kind == FLAG:
        return said if isinstance(said, bool) else None
    if kind == TEXT:
        return said.strip() if isinstance(said, str) else None
    if kind == TEXTS:
        fits = isinstance(said, list) and all(isinstance(one, str) for one in said)
        return tuple(dict.fromkeys(one.strip() for one in said)) if fits else None
    if kind == WHOLE:
        return said if isinstance(said, int) and not isinstance(said, bool) else None
    if kind == LEVELS:
        levels = {str(name): _number(level) for name, level in said.items()} if isinstance(said, Mapping) else {"": None}
        return None if None in levels.values() else {name: level for name, level in levels.items() if level}
    return _number(said)


def _number(said: Any) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(said))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
