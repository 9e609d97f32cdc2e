"""What happens to the bin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class BinEmptied(Event):
    """So many records of one kind had lain in the bin for thirty days and are gone for good."""

    name: ClassVar[str] = "records.bin.emptied"
    kind: str
    records: int
