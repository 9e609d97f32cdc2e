"""Claims: how many days until one is settled."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES
from mutua.relationships.measures.within import days_taken
from mutua.relationships.rules.measures import Better, Unit

KIND = MeasureKind(
    key="days-to-settle",
    order=50,
    title=_("Days to settle a claim"),
    says=_("Days from a claim to its settlement. A claim that is open after the days that are waited counts with one day more."),
    unit=Unit.DAYS,
    better=Better.LOWER,
    numerator=_("days from claim to settlement"),
    denominator=_("claims"),
    case=_("claims"),
    target=Decimal(5),
    tolerance=Decimal(10),
    counts={CASES.key: partial(days_taken, begun="begun_on", done="done_on")},
    asks=("window_days", "least_share"),
    yes_or_no=False,
    window_days=60,
    columns={"begun_on": _("claimed on"), "done_on": _("settled on")},
    needs=(("begun_on",),),
    dated=("begun_on",),
    we_say=_("by our own list"),
)
