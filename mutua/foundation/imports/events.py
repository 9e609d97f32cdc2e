"""What happens to imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class ImportUndone(Event):
    """An import was taken back: so many of its records are gone, have their old values again, belong to a later import, or were kept."""

    name: ClassVar[str] = "imports.run.undone"
    run_id: int
    kind: str
    taken_out: int
    put_back: int
    left_to_later: int
    kept: int
