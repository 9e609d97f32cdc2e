"""Roll-ups: one figure of a record out of the records that name it: how many, sum, average, smallest, largest.

A roll-up counts only rows that the one who looks may see; for the company as a whole (segments, jobs) it counts all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, CharField, Count, DateField, F, IntegerField, Max, Min, OuterRef, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from mutua.foundation.access import visible_to
from mutua.foundation.fields.registry import Field, Kind, Relation, built_in_field, relations_of
from mutua.foundation.fields.stored import AMOUNT

if TYPE_CHECKING:
    from mutua.foundation.fields.known import Known
    from mutua.foundation.fields.models import CustomField

MEASURED = {
    "sum": ("number", "money"),
    "average": ("number", "money"),
    "min": ("number", "money", "date"),
    "max": ("number", "money", "date"),
}
_AGGREGATES: dict[str, Any] = {"sum": Sum, "average": Avg, "min": Min, "max": Max}


class RollUpError(ValueError):
    """The roll-up cannot be computed. The sentence says what would do; field: the part of its form that is to blame."""

    def __init__(self, sentence: str, field: str = "of") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class RollUp:
    """One that reads: which rows, what of them, and in which currency. of: None where rows are counted."""

    known: Known
    relation: Relation
    function: str
    of: Field | None
    condition: dict[str, Any] | None
    currency: str

    @property
    def kind(self) -> Kind:
        return "number" if self.of is None else self.of.kind

    def value(self) -> Combinable:
        rows = self._rows().values(self.relation.via)
        if self.of is None:
            return Coalesce(Subquery(rows.annotate(_n=Count("pk")).values("_n"), output_field=IntegerField()), 0)
        output: Any = DateField() if self.kind == "date" else AMOUNT
        found = Subquery(rows.annotate(_n=_AGGREGATES[self.function](Cast(self.of.expression(), output))).values("_n"), output_field=output)
        # A sum over nothing is nothing; of an average, a smallest or a largest there is none.
        return Coalesce(found, Value(0, output_field=AMOUNT)) if self.function == "sum" else found

    def own_currency(self) -> Combinable:
        """In which currency the figure is: the one that was chosen, or the record's own."""
        return Cast(Value(self.currency), CharField()) if self.currency else F("currency")

    def _rows(self) -> Any:
        from mutua.foundation.filters import apply_filter

        rows = self.relation.model._default_manager.filter(**{self.relation.via: OuterRef("pk")}).order_by()
        if self.known.actor is not None:
            rows = visible_to(self.known.actor, rows)
        if self.condition:
            rows = apply_filter(rows, self.relation.to, self.condition, known=self.known)
        if self.of is not None and self.of.currency is not None:
            wanted = Value(self.currency) if self.currency else OuterRef("currency")
            rows = rows.annotate(_currency=self.of.currency()).filter(_currency=wanted)
        return rows


def read_roll_up(known: Known, row: CustomField) -> RollUp:
    """What the definition says. Raises RollUpError, also for a condition that cannot be read."""
    relation = relations_of(row.record_kind).get(row.relation)
    if relation is None:
        raise RollUpError(_("Choose which records are rolled up."), "relation")
    condition = _read_condition(known, relation, row.condition)
    if row.function == "count":
        return RollUp(known, relation, "count", None, condition, "")
    if row.function not in MEASURED:
        raise RollUpError(_("Choose what is computed: how many, sum, average, smallest or largest."), "function")
    of = known.named(relation.to, row.of)
    if of is None or of.kind not in MEASURED[row.function] or (of.gathered is not None and not of.computed) or of.roll_up is not None:
        raise RollUpError(_("Choose a field that can be rolled up: a number or an amount, or for smallest and largest also a day."))
    if of.kind != "money":
        return RollUp(known, relation, row.function, of, condition, "")
    return RollUp(known, relation, row.function, of, condition, _read_currency(row, of))


def _read_currency(row: CustomField, of: Field) -> str:
    if of.currency is None:
        raise RollUpError(_("Nobody has said in which currency “%(field)s” is, so it cannot be added up.") % {"field": of.label})
    if not row.currency and built_in_field(row.record_kind, "currency") is None:
        raise RollUpError(_("Say in which currency, such as EUR: two currencies do not add up."), "currency")
    return row.currency


def _read_condition(known: Known, relation: Relation, tree: Any) -> dict[str, Any] | None:
    from mutua.foundation.filters import FilterError, compile_filter

    if not tree:
        return None
    try:
        compile_filter(relation.to, tree, known=known)
    except FilterError as problem:
        raise RollUpError(str(problem), "condition") from None
    return dict(tree)


def roll_up_field(row: CustomField, read: RollUp) -> Field:
    """The field that a definition makes."""
    value: Callable[[], Combinable] = read.value
    return Field(
        row.record_kind,
        f"custom.{row.name}",
        row.label,
        read.kind,
        path=row.name,
        is_custom=True,
        gathered=value,
        computed=True,
        currency=read.own_currency if read.kind == "money" else None,
    )
