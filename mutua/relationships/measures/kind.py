"""What a kind of measure says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from mutua.relationships.rules.measures import Better, Unit, is_proportion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mutua.relationships.measures.rows import Source

OUR_RECORDS, THEIR_LIST = _("by our own records"), _("by their own list")
Count = Callable[["QuerySet[Any]", "Source"], "QuerySet[Any]"]


@dataclass(frozen=True)
class MeasureKind:
    """One kind of measure.

    numerator, denominator, case: in words, the last one in the plural. asks: fields of the measure that define its window.
    counts: by the key of a source, how its rows, joined with their measures, get `known_on` (the day on which nothing could change the
    outcome any more), `success`, `numerator` and `denominator`. yes_or_no: each case is good or not, so that the watch asks for the tolerance itself;
    otherwise a case is good within the tolerance, and the watch asks for `least_share` of them.
    our_source: the rows of the back office in which our side of a case stands; empty: only a list of our own tells it. our_count: how we count them,
    where otherwise than by the customer's definition. dated: the column that says to which day a case belongs, the first that is filled; our_dated:
    of our rows. we_say, they_say: what each number is, in words.
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
    our_source: str = ""
    our_count: Count | None = None
    dated: tuple[str, ...] = ("done_on",)
    our_dated: str = ""
    we_say: Any = OUR_RECORDS
    they_say: Any = THEIR_LIST

    @property
    def is_proportion(self) -> bool:
        return is_proportion(self.unit, self.better)
