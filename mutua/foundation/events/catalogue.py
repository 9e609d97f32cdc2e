"""The catalogue of events: their names, what they mean, what they carry and who listens."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable
from dataclasses import dataclass

from mutua.foundation.events.event import known_events
from mutua.foundation.events.listening import listeners_of


@dataclass(frozen=True)
class EventPage:
    """One event of the catalogue. fields: name and kind of what it carries."""

    name: str
    text: str
    fields: tuple[tuple[str, str], ...]
    listeners: tuple[str, ...]


def catalogue() -> list[EventPage]:
    """Every event that this installation knows, by name."""
    return [
        EventPage(
            name=name,
            text=inspect.cleandoc(kind.__doc__ or ""),
            fields=tuple((field.name, _word(field.type)) for field in dataclasses.fields(kind)),
            listeners=tuple(listeners_of(name)),
        )
        for name, kind in known_events().items()
    ]


def as_markdown(pages: Iterable[EventPage] | None = None, *, intro: str = "") -> str:
    """The catalogue, or the given part of it, as a page of the documentation."""
    lines = ["# Events", "", *([intro, ""] if intro else [])]
    for page in catalogue() if pages is None else pages:
        lines += [f"## `{page.name}`", "", page.text, ""]
        lines += [f"- `{name}`: {kind}" for name, kind in page.fields]
        lines += [f"- heard by `{listener}`" for listener in page.listeners]
        lines.append("")
    return "\n".join(lines)


def _word(kind: object) -> str:
    return kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))
