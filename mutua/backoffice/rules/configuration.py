"""What a thing is made of: read from one cell, and compared before and after it left us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST_PARTS: Final = 100
LONGEST: Final = 200


@dataclass(frozen=True)
class Part:
    """built, shipped: None where that configuration does not name the part."""

    name: str
    built: str | None
    shipped: str | None

    @property
    def differs(self) -> bool:
        return self.built != self.shipped


def read_configuration(text: str) -> tuple[dict[str, str], list[str]]:
    """{part: what it is} of "Motor: 4 kW; Firmware = 2.1", and the pieces that name no part. A part that comes twice is what it was called last."""
    parts: dict[str, str] = {}
    unread: list[str] = []
    for piece in re.split(r"[;\n|]", text):
        name, sign, value = piece.partition(":") if ":" in piece else piece.partition("=")
        name, value = " ".join(name.split()), " ".join(value.split())
        if sign and name and value and len(name) <= LONGEST and len(value) <= LONGEST and len(parts) < MOST_PARTS:
            parts[name] = value
        elif piece.strip():
            unread.append(piece.strip())
    return parts, unread


def compared(as_built: Mapping[str, str], as_shipped: Mapping[str, str]) -> list[Part]:
    """Every part that either names, in the order of the one that was built, then what came with shipping.

    Where one of the two was never told, nothing is known to differ: its column stays empty, and no part counts as changed.
    """
    names = [*as_built, *(name for name in as_shipped if name not in as_built)]
    if not as_built or not as_shipped:
        told = as_built or as_shipped
        return [Part(name, told[name], told[name]) for name in names]
    return [Part(name, as_built.get(name), as_shipped.get(name)) for name in names]
