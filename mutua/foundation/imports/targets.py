"""The fields that an importer can fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "date", "moment", "bool", "list"]


@dataclass(frozen=True)
class Look:
    """What the values of a field look like. least: a column of which a smaller share looks so is not believed, whatever its heading;
    alone: from this share on the values tell the field under any heading (above 1: never). once: no value stands twice.
    """

    test: Callable[[str], object]
    least: float = 0.0
    alone: float = 1.1
    once: bool = False


@dataclass(frozen=True)
class Target:
    """One field that a column may be mapped to.

    synonyms: headings by which other programs call it, in lower case, the usual first. required: a row without it is refused.
    look: what its values look like, where that can be told.
    words: patterns (whole text, without case) that stand where a value should be, and the sentence that says what they mean;
    the field is then left empty and the sentence reported.
    """

    name: str
    label: Any
    kind: Kind = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    help: Any = ""
    look: Look | None = None
