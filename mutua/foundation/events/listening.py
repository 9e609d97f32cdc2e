"""`@when`: what is to happen after an event, in a job of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mutua.foundation.events.event import Event

Listener = Callable[[Any], None]
L = TypeVar("L", bound=Listener)

_listeners: dict[str, dict[str, Listener]] = {}


def when(*kinds: type[Event]) -> Callable[[L], L]:
    """Call the function after each event of these classes: in a job, with its database effect exactly once."""

    def listen(function: L) -> L:
        for kind in kinds:
            _listeners.setdefault(kind.name, {})[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return listen


def listeners_of(name: str) -> list[str]:
    """The dotted names of those who listen to the event of this name, in order of name."""
    return sorted(_listeners.get(name, ()))


def listener(event_name: str, dotted_name: str) -> Listener:
    """Raises LookupError when nobody of that name listens any more: the job then ends in the dead letters instead of in silence."""
    try:
        return _listeners[event_name][dotted_name]
    except KeyError:
        raise LookupError(f"Nobody called {dotted_name} listens to {event_name}; it may have been renamed.") from None
