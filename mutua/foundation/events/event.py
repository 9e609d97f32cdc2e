"""What an event is: a fact in the past tense, with identifiers. Its docstring is its documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events.sentence import Sentence

_NAME = re.compile(r"[a-z]+(\.[a-z_]+)+")

_known: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """The parent of all events. A subclass is a frozen dataclass with a docstring and a `name` such as "sales.opportunity.won"."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if _NAME.fullmatch(cls.name) is None:
            raise TypeError(f"{cls.__name__} needs a name such as 'sales.opportunity.won'.")
        if not (cls.__doc__ or "").strip():
            raise TypeError(f"{cls.__name__} needs a docstring: it is shown in the catalogue of events.")
        known = _known.get(cls.name)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.name} is the name of {known.__name__} already.")
        _known[cls.name] = cls

    def timeline(self) -> Sentence | None:
        """What the timeline says of it; nothing by default."""
        return None


def event_class(name: str) -> type[Event]:
    """Raises LookupError for a name that this version does not know."""
    try:
        return _known[name]
    except KeyError:
        raise LookupError(f"No event is called {name}; it may come from another version.") from None


def known_events() -> dict[str, type[Event]]:
    return dict(sorted(_known.items()))
