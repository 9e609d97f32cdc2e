"""The rows from which measures are counted, and how the measures of an account hang on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as usually
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Invoice, Shipment
from mutua.relationships.models import PerformanceMeasure, ReportedCase


@dataclass(frozen=True)
class Source:
    """One kind of row. field: its name where something hangs on such a row. measures: the way from a row to its measures.

    shown: (title, name of the column) of what a list of these rows says; begun, due, done and the quantities: where kinds find them.
    given: the definition of a measure that is not saved, by field; the rows are then those of one account, and joined with nothing.
    """

    key: str
    field: str
    rows: Callable[[], QuerySet[Any]]
    measures: str
    shown: tuple[tuple[Any, str], ...]
    begun: str = ""
    due: str = ""
    done: str = ""
    quantity_due: str = ""
    quantity_done: str = ""
    given: Mapping[str, Any] = usually(default_factory=dict)

    def of(self, name: str) -> Any:
        """A field of the measure, for an expression over the rows."""
        if name in self.given:
            # Typed, for PostgreSQL cannot tell what a day less nothing is.
            typed: Any = PerformanceMeasure._meta.get_field(name)
            return Cast(Value(self.given[name]), typed.clone())
        return F(f"{self.measures}{name}")


_From = PerformanceMeasure.CountedFrom
SHIPMENTS = Source(
    key=_From.SHIPMENTS,
    field="shipment",
    rows=lambda: Shipment.objects.all(),
    measures="account__touchpoints__measures__",
    shown=(
        (_("Promised"), "promised_on"),
        (_("Delivered"), "delivered_on"),
        (_("Ordered"), "quantity_ordered"),
        (_("Quantity delivered"), "quantity_delivered"),
    ),
    begun="order__placed_on",
    due="promised_on",
    done="delivered_on",
    quantity_due="quantity_ordered",
    quantity_done="quantity_delivered",
)
INVOICES = Source(
    key=_From.INVOICES,
    field="invoice",
    rows=lambda: Invoice.objects.filter(value__gt=0),
    measures="account__touchpoints__measures__",
    shown=((_("Invoiced"), "invoiced_on"), (_("Value"), "value"), (_("Currency"), "currency"), (_("Corrected on"), "corrected_on")),
    begun="invoiced_on",
)
CASES = Source(
    key=_From.FILE,
    field="case",
    rows=lambda: ReportedCase.objects.filter(side=ReportedCase.Side.THEM),
    measures="measure__",
    shown=(
        (_("Begun"), "begun_on"),
        (_("Due"), "due_on"),
        (_("Done"), "done_on"),
        (_("Quantity due"), "quantity_due"),
        (_("Quantity done"), "quantity_done"),
    ),
    begun="begun_on",
    due="due_on",
    done="done_on",
    quantity_due="quantity_due",
    quantity_done="quantity_done",
)
SOURCES = {source.key: source for source in (SHIPMENTS, INVOICES, CASES)}


def day(expression: Combinable) -> ExpressionWrapper:
    """PostgreSQL adds whole days to a date; Django does not know that this gives a date again."""
    return ExpressionWrapper(expression, output_field=DateField())
