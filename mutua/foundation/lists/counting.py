"""How many rows fit: exactly while that is cheap, else what the database's planner expects, and said so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.ui.formats import number

EXACT_UP_TO = 10_000


@dataclass(frozen=True)
class Count:
    """number: of rows; about: it is an estimate."""

    number: int
    about: bool = False

    def __str__(self) -> str:
        if not self.about:
            return number(self.number)
        digits = max(0, len(str(self.number)) - 2)
        return f"≈ {number(round(self.number, -digits))}"


def count(queryset: QuerySet[Any], *, exactly: bool = False) -> Count:
    """Two queries at most, and neither reads the whole of a big table unless it is asked to."""
    bare = queryset.order_by()
    if exactly:
        return Count(bare.count())
    expected = _expected(bare)
    if expected > 2 * EXACT_UP_TO:
        return Count(expected, about=True)
    found = bare[: EXACT_UP_TO + 1].count()
    return Count(max(expected, found), about=True) if found > EXACT_UP_TO else Count(found)


def _expected(queryset: QuerySet[Any]) -> int:
    return int(json.loads(queryset.values("pk").explain(format="json"))[0]["Plan"]["Plan Rows"])
