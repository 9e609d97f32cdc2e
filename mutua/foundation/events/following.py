"""`follow`: whoever wants to hear of every event, whatever its name, in the transaction that announces it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from mutua.foundation.events.event import Event

Told = tuple[int, Event]  # the number under which the event was written down
Follower = Callable[[Sequence[Told], datetime], None]
F = TypeVar("F", bound=Follower)

_followers: list[Follower] = []


def follow(function: F) -> F:
    """Call the function with the events of each announcement, at once: what it writes is rolled back with them. It must be quick."""
    _followers.append(function)
    return function


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)
