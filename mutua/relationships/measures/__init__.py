"""The kinds of measures, one file each. A new kind is a new file here: it is found by itself, and pages, imports and the watch take it.

A kind says what is counted (numerator and denominator, in words), in which unit and direction, what its window asks for, and, for each
kind of row that it can be counted from, how the database finds the outcome of many rows at once.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from mutua.relationships.measures.kind import MeasureKind

NO_KIND = ("kind", "rows", "saying", "within")


@cache
def kinds() -> dict[str, MeasureKind]:
    """All kinds by key, in the order in which they are offered."""
    found = [import_module(f"{__name__}.{module.name}").KIND for module in iter_modules(__path__) if module.name not in NO_KIND]
    return {kind.key: kind for kind in sorted(found, key=lambda kind: kind.order)}


def kind_named(key: str) -> MeasureKind:
    """Raises LookupError for a kind that there is not."""
    try:
        return kinds()[key]
    except KeyError:
        raise LookupError(f"No measure counts {key!r}. Known: {', '.join(kinds())}.") from None
