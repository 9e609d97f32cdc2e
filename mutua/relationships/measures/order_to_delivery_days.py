"""Order to delivery: how many days from the order to its delivery."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, SHIPMENTS
from mutua.relationships.measures.within import days_taken
from mutua.relationships.rules.measures import Better, Unit

KIND = MeasureKind(
    key="order-to-delivery-days",
    order=30,
    title=_("Order to delivery"),
    says=_("Days from the order to its delivery. A delivery that has not come after the days that are waited counts with one day more."),
    unit=Unit.DAYS,
    better=Better.LOWER,
    numerator=_("days from order to delivery"),
    denominator=_("deliveries"),
    case=_("deliveries"),
    target=Decimal(10),
    tolerance=Decimal(14),
    counts={
        SHIPMENTS.key: partial(days_taken, begun="order__placed_on", done="delivered_on"),
        CASES.key: partial(days_taken, begun="begun_on", done="done_on"),
    },
    asks=("window_days", "least_share"),
    yes_or_no=False,
    window_days=90,
    columns={"begun_on": _("ordered on"), "done_on": _("delivered on")},
    needs=(("begun_on",),),
    our_source=SHIPMENTS.key,
    dated=("begun_on",),
    our_dated="order__placed_on",
)
