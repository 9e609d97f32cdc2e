"""Which panels stand in which slot, and how a slot finds its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import may
from mutua.foundation.access.actor import Actor

Filled = tuple[str, dict[str, Any]] | None
Fill = Callable[[Actor, Any], Filled]
PLACES = ("wide", "line", "main", "side")


@dataclass(frozen=True)
class Panel:
    """One panel. fill(actor, record): a template and its context, or None to stay away. tab: None is the first tab. lazy: loaded when it is scrolled to."""

    slot: str
    key: str
    title: Any
    place: str
    order: int
    needs: str
    tab: str | None
    lazy: bool
    fill: Fill


_panels: dict[tuple[str, str], Panel] = {}
_slots: dict[str, Callable[[Actor, int], Any]] = {}


def slot(name: str, *, find: Callable[[Actor, int], Any]) -> None:
    """Declare a slot. find(actor, id): the record, or NotFound: late panels ask it before they show anything."""
    _slots[name] = find


def slot_finder(name: str) -> Callable[[Actor, int], Any] | None:
    return _slots.get(name)


def panel(
    slot: str,
    *,
    key: str,
    title: Any,
    needs: str,
    place: str = "main",
    order: int = 50,
    tab: str | None = None,
    lazy: bool = False,
) -> Callable[[Fill], Fill]:
    """Put what the function returns into a slot. Raises LookupError for an unknown place."""
    if place not in PLACES:
        raise LookupError(f"There is no place {place!r} for a panel; there are {', '.join(PLACES)}.")

    def register(fill: Fill) -> Fill:
        _panels[(slot, key)] = Panel(slot, key, title, place, order, needs, tab, lazy, fill)
        return fill

    return register


def panels_of(actor: Actor, slot: str, *, place: str | None = None, tab: str | None = None) -> list[Panel]:
    """The panels of a slot that this actor may see, in order."""
    fitting = (p for p in _panels.values() if p.slot == slot and p.tab == tab and (place is None or p.place == place))
    return sorted((p for p in fitting if may(actor, p.needs)), key=lambda p: (p.order, p.key))


def find_panel(slot: str, key: str) -> Panel | None:
    return _panels.get((slot, key))
