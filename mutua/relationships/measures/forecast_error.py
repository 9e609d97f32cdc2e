"""Forecast error: how far what was forecast lay from what was needed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, QuerySet
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, Source
from mutua.relationships.measures.within import within_tolerance
from mutua.relationships.rules.measures import Better, Unit


def missed_by(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """`rules.cases.forecast` on each of many: the distance of forecast and need, of the need; known at the end of its period."""
    whole = rows.filter(quantity_due__isnull=False, quantity_done__isnull=False, done_on__isnull=False)
    distance = Abs(ExpressionWrapper(F("quantity_due") - F("quantity_done"), output_field=DecimalField()))
    return within_tolerance(whole.annotate(known_on=F("done_on"), numerator=distance, denominator=F("quantity_done")), source, Better.LOWER)


KIND = MeasureKind(
    key="forecast-error",
    order=60,
    title=_("Forecast error"),
    says=_("How far the forecast lay from what was needed, up or down, as a share of what was needed: weighted over articles and periods."),
    unit=Unit.SHARE,
    better=Better.LOWER,
    numerator=_("quantity by which the forecast missed"),
    denominator=_("quantity needed"),
    case=_("forecasts"),
    target=Decimal("0.20"),
    tolerance=Decimal("0.35"),
    counts={CASES.key: missed_by},
    asks=("least_share",),
    yes_or_no=False,
    columns={"done_on": _("end of the period"), "quantity_due": _("forecast"), "quantity_done": _("needed")},
    needs=(("done_on", "quantity_due", "quantity_done"),),
    we_say=_("by our own list"),
)
