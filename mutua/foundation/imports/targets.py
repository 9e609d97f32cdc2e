"""The fields that an importer can fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "date", "moment", "bool", "list"]


@dataclass(frozen=True)
class Target:
    """One field that a column may be mapped to.

    synonyms: headings by which other programs call it, in lower case. required: a row without it is refused.
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
