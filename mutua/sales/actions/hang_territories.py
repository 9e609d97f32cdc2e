"""Hanging imported territories under those that the file names."""

from __future__ import annotations

from collections.abc import Mapping

from mutua.foundation.imports.tracing import changed
from mutua.foundation.imports.writing import overwrite
from mutua.foundation.records.trees import line_up
from mutua.sales.models import Territory


def hang_territories(named: Mapping[int, str | None]) -> set[int]:
    """named: territory → the name of the one above, None for the top. Returns those left at the top, which would stand under themselves."""
    numbers = dict(Territory.objects.filter(name__in=[name for name in named.values() if name]).values_list("name", "pk"))
    above = dict(Territory.everything.values_list("pk", "parent"))
    before, left = dict(above), set()
    for territory, name in named.items():
        parent = numbers.get(name) if name else None
        if territory in line_up(parent, above):
            left.add(territory)
            parent = None
        above[territory] = parent

    overwrite(Territory, {territory: {"parent_id": above[territory]} for territory in named if above[territory] != before[territory]})
    for territory in named:
        changed(Territory, territory, {"parent_id": (before[territory], above[territory])})
    return left
