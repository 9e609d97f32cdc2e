"""On time in full: so many deliveries came within the customer's window and complete enough, of so many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, DateField, F, Q, QuerySet, When
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, SHIPMENTS, Source, day
from mutua.relationships.models import ON_TIME_IN_FULL
from mutua.relationships.rules.measures import Better, Unit


def by_window(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """`rules.on_time` on each of many rows: known on the day of delivery, or as a failure on the day after the window has closed."""
    due, done = source.due, source.done
    windowed = rows.annotate(
        opens_on=day(F(due) - source.of("early_days")),
        closes_on=day(F(due) + source.of("late_days")),
        least_quantity=F(source.quantity_due) * source.of("completeness"),
    )
    in_time = Q(**{f"{done}__lte": F("closes_on")})
    acceptable = Q(opens_on=None) | Q(**{f"{done}__gte": F("opens_on")})
    complete = Q(**{source.quantity_done: None}) | Q(**{f"{source.quantity_done}__gte": F("least_quantity")})
    return windowed.annotate(
        known_on=Case(When(in_time, then=F(done)), default=day(F("closes_on") + 1), output_field=DateField()),
        success=Coalesce(ExpressionWrapper(in_time & acceptable & complete, output_field=BooleanField()), False),
    )


def by_their_list(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """The customer's own verdict where its list has one; its window on its own days where it has none."""
    verdict = When(good__isnull=False, then=Coalesce(F("done_on"), F("known_on")))
    return by_window(rows, source).annotate(
        known_on=Case(verdict, default=F("known_on"), output_field=DateField()), success=Coalesce(F("good"), F("success"))
    )


def by_our_schedule(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """How we count by ourselves: it left on the promised day at the latest. Where nobody noted when it left, the day on which it came counts."""
    left = rows.annotate(left_on=Coalesce("shipped_on", "delivered_on"))
    in_time = Q(left_on__lte=F("promised_on"))
    return left.annotate(
        known_on=Case(When(in_time, then=F("left_on")), default=day(F("promised_on") + 1), output_field=DateField()),
        success=Coalesce(ExpressionWrapper(in_time, output_field=BooleanField()), False),
    )


KIND = MeasureKind(
    key=ON_TIME_IN_FULL,
    order=10,
    title=_("On time in full"),
    says=_("Deliveries that came within the customer’s window and complete enough, of all that came due."),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    numerator=_("deliveries on time and in full"),
    denominator=_("deliveries due"),
    case=_("deliveries"),
    target=Decimal("0.95"),
    tolerance=Decimal("0.90"),
    counts={SHIPMENTS.key: by_window, CASES.key: by_their_list},
    asks=("early_days", "late_days", "completeness"),
    columns={
        "due_on": _("promised for"),
        "done_on": _("received on"),
        "quantity_due": _("ordered"),
        "quantity_done": _("received"),
        "good": _("counted as good"),
    },
    needs=(("due_on",), ("good", "done_on")),
    our_source=SHIPMENTS.key,
    our_count=by_our_schedule,
    dated=("due_on", "done_on"),
    our_dated="promised_on",
    we_say=_("shipped on time, by our own schedule"),
    they_say=_("received within the window, by their own list"),
)
