"""What two catalogues differ in, field by field, and at which touchpoints that can change a derived type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from mutua.relationships.rules.book import Book, BookActivity, BookTouchpoint, figure

T = TypeVar("T", BookTouchpoint, BookActivity)


@dataclass(frozen=True)
class FieldDiffers:
    """was, now: as they are kept; for prerequisites and measures their keys."""

    field: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Difference:
    """One touchpoint or activity. kind: "new", "retired", "changed" or "moved" (only its place). activity "": the touchpoint itself."""

    kind: str
    touchpoint: str
    touchpoint_name: str
    activity: str = ""
    activity_name: str = ""
    fields: tuple[FieldDiffers, ...] = ()


def compare(before: Book, after: Book) -> list[Difference]:
    """Every difference, in the order of `after`; what is retired comes last."""
    found: list[Difference] = []
    head = tuple(FieldDiffers(name, getattr(before, name), getattr(after, name)) for name in ("key", "name", "currency"))
    changed = tuple(one for one in head if one.was != one.now)
    if changed:
        found.append(Difference("changed", "", after.name, fields=changed))
    for touchpoint in after.touchpoints:
        was = before.touchpoint(touchpoint.key)
        if was is None:
            found.append(Difference("new", touchpoint.key, touchpoint.name))
        elif differing := _differing(was, touchpoint, ("activities",)):
            found.append(Difference("changed", touchpoint.key, touchpoint.name, fields=differing))
        found += _activities(was or BookTouchpoint(touchpoint.key, touchpoint.name), touchpoint)
    found += [
        Difference("moved", touchpoint.key, touchpoint.name)
        for touchpoint in _moved(before.touchpoints, after.touchpoints, _touchpoint_key)
    ]
    found += [Difference("retired", one.key, one.name) for one in before.touchpoints if after.touchpoint(one.key) is None]
    return found


def _activities(before: BookTouchpoint, after: BookTouchpoint) -> list[Difference]:
    found = []
    for activity in after.activities:
        was = before.activity(activity.key)
        if was is None:
            found.append(Difference("new", after.key, after.name, activity.key, activity.name))
        elif differing := _differing(was, activity, ()):
            found.append(Difference("changed", after.key, after.name, activity.key, activity.name, differing))
    found += [
        Difference("moved", after.key, after.name, one.key, one.name) for one in _moved(before.activities, after.activities, _activity_key)
    ]
    found += [
        Difference("retired", after.key, after.name, one.key, one.name) for one in before.activities if after.activity(one.key) is None
    ]
    return found


def _differing(before: T, after: T, but: Iterable[str]) -> tuple[FieldDiffers, ...]:
    names = [one.name for one in fields(before) if one.name not in {"key", *but}]
    return tuple(
        FieldDiffers(name, _kept(getattr(before, name)), _kept(getattr(after, name)))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _moved(before: Iterable[T], after: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Those that stand in both, where their order is another: the ones that no longer follow the one they followed."""
    both = {key(one) for one in before} & {key(one) for one in after}
    was = [key(one) for one in before if key(one) in both]
    now = [one for one in after if key(one) in both]
    if was == [key(one) for one in now]:
        return []
    return [one for place, one in enumerate(now) if was[place] != key(one)]


def _touchpoint_key(one: BookTouchpoint) -> str:
    return one.key


def _activity_key(one: BookActivity) -> str:
    return one.key


def _kept(value: Any) -> Any:
    if isinstance(value, tuple):
        return [*value]
    if isinstance(value, Mapping):
        return {name: figure(level) for name, level in value.items()}
    return figure(value) if isinstance(value, Decimal) else value


def rederived(before: Book, after: Book) -> list[str]:
    """Keys of the touchpoints where another type may be derived from the same engagements: an activity came, went, or defines another one."""
    found = []
    for touchpoint in before.touchpoints:
        now = after.touchpoint(touchpoint.key)
        if now is None or set(touchpoint.defined) != set(now.defined):
            found.append(touchpoint.key)
    return found
