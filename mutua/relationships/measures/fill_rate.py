"""Fill rate: so much of what was ordered was delivered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, SHIPMENTS, Source, day
from mutua.relationships.measures.within import within_tolerance
from mutua.relationships.rules.measures import Better, Unit

NOTHING = Value(Decimal(0), output_field=DecimalField())


def filled(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """`rules.cases.filled` on each of many rows: what has not come when the window closes is missing; more than was ordered fills nothing else."""
    ordered, came = F(source.quantity_due), Least(Coalesce(F(source.quantity_done), F(source.quantity_due)), F(source.quantity_due))
    waited = rows.filter(**{f"{source.quantity_due}__gt": 0}).annotate(closes_on=day(F(source.due) + source.of("window_days")))
    in_time = Q(**{f"{source.done}__lte": F("closes_on")})
    counted = waited.annotate(
        known_on=Case(When(in_time, then=F(source.done)), default=day(F("closes_on") + 1), output_field=DateField()),
        numerator=Case(When(in_time, then=came), default=NOTHING, output_field=DecimalField()),
        denominator=ordered,
    )
    return within_tolerance(counted, source, Better.HIGHER)


KIND = MeasureKind(
    key="fill-rate",
    order=20,
    title=_("Fill rate"),
    says=_(
        "The quantity that was delivered, of the quantity that was ordered. What has not come after the days that are waited is missing."
    ),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    numerator=_("quantity delivered"),
    denominator=_("quantity ordered"),
    case=_("deliveries"),
    target=Decimal("0.98"),
    tolerance=Decimal("0.95"),
    counts={SHIPMENTS.key: filled, CASES.key: filled},
    asks=("window_days", "least_share"),
    yes_or_no=False,
    columns={
        "due_on": _("promised for"),
        "done_on": _("received on"),
        "quantity_due": _("ordered"),
        "quantity_done": _("received"),
    },
    needs=(("due_on", "quantity_due"),),
    our_source=SHIPMENTS.key,
    dated=("due_on",),
    our_dated="promised_on",
)
