"""Which fields can be hidden from a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mutua.foundation.access.hidden import Hideable, hideable
from mutua.foundation.fields.known import Known


def hideable_fields() -> dict[str, list[tuple[str, Any]]]:
    """{kind: [(code, label)]}: built-in fields that a domain lets be hidden, custom fields, formulas. One query."""
    everything = Known()
    return {
        kind: [*_beside(kind, one)]
        + [
            (f"{kind}.{key}", known.label)
            for key, known in everything.own(kind).items()
            if key in one.columns or (known.is_custom and key.startswith("custom."))
        ]
        for kind, one in hideable().items()
    }


def _beside(kind: str, one: Hideable) -> Iterable[tuple[str, Any]]:
    return ((f"{kind}.{key}", what.label) for key, what in one.beside.items())
