"""What a kind of measure says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mutua.relationships.rules.measures import Better, Unit, is_proportion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mutua.relationships.measures.rows import Source

Count = Callable[["QuerySet[Any]", "Source"], "QuerySet[Any]"]


@dataclass(frozen=True)
class MeasureKind:
    """One kind of measure.

    numerator, denominator, case: in words, the last one in the plural. asks: fields of the measure that define its window.
    counts: by the key of a source, how its rows, joined with their measures, get `known_on` (the day on which nothing could change the
    outcome any more), `success`, `numerator` and `denominator`. yes_or_no: each case is good or not, so that the watch asks for the tolerance itself;
    otherwise a case is good within the tolerance, and the watch asks for `least_share` of them.
    target, tolerance: what a new measure starts with. columns: what each column of the customer's file means to it, by field of ReportedCase; needs: of
    these, what a row has to say at least, in one way or another.
    """

    key: str
    order: int
    title: Any
    says: Any
    unit: Unit
    better: Better
    numerator: Any
    denominator: Any
    case: Any
    target: Decimal
    tolerance: Decimal
    counts: Mapping[str, Count] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    yes_or_no: bool = True
    any_direction: bool = False
    window_days: int = 30
    labels: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[tuple[str, ...], ...] = ()

    @property
    def is_proportion(self) -> bool:
        return is_proportion(self.unit, self.better)
