"""From what is done at a touchpoint to what is wanted there: add, change, drop, and whether what must come first is met."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Practice:
    """What the gap needs to know of a catalogue activity. slot: activities in one slot are alternatives ("": in none)."""

    key: str
    slot: str = ""
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One slot, other activity."""

    old: str
    new: str


@dataclass(frozen=True)
class Gap:
    """add, drop: keys; change: pairs in one slot. In the order of the catalogue."""

    add: tuple[str, ...]
    change: tuple[Change, ...]
    drop: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.drop)

    @property
    def to_start(self) -> tuple[str, ...]:
        """Every activity that has to be begun."""
        return (*self.add, *(change.new for change in self.change))


def find_gap(catalogue: Iterable[Practice], current: Collection[str], desired: Collection[str]) -> Gap:
    """Desired minus current is to add, current minus desired to drop; the two in one slot are one change."""
    practices = {practice.key: practice for practice in catalogue}
    _check_known(practices, {*current, *desired})
    coming = [key for key in practices if key in desired and key not in current]
    going = [key for key in practices if key in current and key not in desired]
    changes = []
    for new in list(coming):
        slot = practices[new].slot
        old = next((key for key in going if slot and practices[key].slot == slot), None)
        if old is not None:
            changes.append(Change(old, new))
            coming.remove(new)
            going.remove(old)
    return Gap(tuple(coming), tuple(changes), tuple(going))


def unmet(catalogue: Iterable[Practice], key: str, practised: Collection[str]) -> tuple[str, ...]:
    """The prerequisites of `key` that are not met by what is practised.

    A prerequisite is met by itself, or by an activity that replaced it in its slot and requires it, directly or through others.
    """
    practices = {practice.key: practice for practice in catalogue}
    _check_known(practices, {key, *practised})
    return tuple(needed for needed in practices[key].requires if not _met(practices, needed, practised))


def _met(practices: Mapping[str, Practice], needed: str, practised: Collection[str]) -> bool:
    if needed in practised:
        return True
    slot = practices[needed].slot if needed in practices else ""
    return any(slot and practices[key].slot == slot and needed in _behind(practices, key) for key in practised)


def _behind(practices: Mapping[str, Practice], key: str) -> set[str]:
    """Everything that `key` requires, directly or through others."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for needed in practices[waiting.pop()].requires:
            if needed not in found:
                found.add(needed)
                if needed in practices:
                    waiting.append(needed)
    return found


def _check_known(practices: Mapping[str, Practice], keys: set[str]) -> None:
    unknown = keys - set(practices)
    if unknown:
        raise ValueError(f"The catalogue does not know these activities: {', '.join(sorted(unknown))}.")
