"""Invoice accuracy: so many invoices that nobody had to correct, of so many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Invoice
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, INVOICES, Source, day
from mutua.relationships.rules.measures import Better, Unit


def uncorrected(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """`rules.cases.invoice` on each of many: wrong on the day of the first note that corrects it, right when the window closes without one."""
    notes = Invoice.objects.filter(corrects=OuterRef("pk")).order_by("invoiced_on")
    waited = rows.annotate(
        corrected_on=Subquery(notes.values("invoiced_on")[:1]), closes_on=day(F("invoiced_on") + source.of("window_days"))
    )
    corrected = Q(corrected_on__lte=F("closes_on"))
    return waited.annotate(
        known_on=Case(When(corrected, then=F("corrected_on")), default=day(F("closes_on") + 1), output_field=DateField()),
        success=Case(When(corrected, then=False), default=True),
    )


def by_their_list(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """Their verdict on each invoice, known on the day that the list names."""
    return rows.filter(good__isnull=False).annotate(known_on=Coalesce("done_on", "begun_on"), success=F("good"))


KIND = MeasureKind(
    key="invoice-accuracy",
    order=40,
    title=_("Invoice accuracy"),
    says=_("Invoices that no credit note had to correct within the days that are waited, of all invoices."),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    numerator=_("invoices without correction"),
    denominator=_("invoices"),
    case=_("invoices"),
    target=Decimal("0.98"),
    tolerance=Decimal("0.95"),
    counts={INVOICES.key: uncorrected, CASES.key: by_their_list},
    asks=("window_days",),
    columns={"begun_on": _("invoiced on"), "done_on": _("judged on"), "good": _("right")},
    needs=(("good", "begun_on"), ("good", "done_on")),
    our_source=INVOICES.key,
    dated=("begun_on", "done_on"),
    our_dated="invoiced_on",
)
