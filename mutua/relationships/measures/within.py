"""Whether a case that has a figure of its own is within the tolerance."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, DateField, DecimalField, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cast, Coalesce

from mutua.relationships.measures.rows import Source, day
from mutua.relationships.rules.measures import Better

FIGURE = DecimalField(max_digits=18, decimal_places=3)


def within_tolerance(rows: QuerySet[Any], source: Source, better: Better) -> QuerySet[Any]:
    """Adds `success`: numerator ÷ denominator at the tolerance or on its good side, without dividing."""
    limit = ExpressionWrapper(F("denominator") * source.of("tolerance"), output_field=DecimalField())
    good = Q(numerator__gte=limit) if better is Better.HIGHER else Q(numerator__lte=limit)
    return rows.annotate(success=Coalesce(ExpressionWrapper(good, output_field=BooleanField()), False))


def days_taken(rows: QuerySet[Any], source: Source, begun: str, done: str) -> QuerySet[Any]:
    """`rules.cases.days_taken` on each of many rows: the days from `begun` to `done`, one case each; who has waited longer than the
    window counts, on the day after it, with one day more than it."""
    waited = rows.filter(**{f"{begun}__isnull": False}).annotate(closes_on=day(F(begun) + source.of("window_days")))
    in_time = Q(**{f"{done}__lte": F("closes_on")})
    # A day less a day is a number of days to PostgreSQL, and an interval to Django.
    taken = Cast(Func(F(done), F(begun), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()), FIGURE)
    counted = waited.annotate(
        known_on=Case(When(in_time, then=F(done)), default=day(F("closes_on") + 1), output_field=DateField()),
        numerator=Case(When(in_time, then=taken), default=Cast(source.of("window_days") + 1, FIGURE)),
        denominator=Value(1, output_field=FIGURE),
    )
    return within_tolerance(counted, source, Better.LOWER)
