"""Another share: a figure of theirs of which we know the periods only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, Source
from mutua.relationships.rules.measures import Better, Unit


def as_told(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """Their verdict on each case, known on its day."""
    return rows.filter(good__isnull=False).annotate(known_on=Coalesce("done_on", "due_on", "begun_on"), success=F("good"))


KIND = MeasureKind(
    key="reported-share",
    order=90,
    title=_("Another share of theirs"),
    says=_("Good ones of all, as the customer tells: what a good one is, only the customer says."),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    numerator=_("good ones"),
    denominator=_("all"),
    case=_("cases"),
    target=Decimal("0.95"),
    tolerance=Decimal("0.90"),
    counts={CASES.key: as_told},
    columns={"done_on": _("on"), "good": _("counted as good")},
    needs=(("good", "done_on"),),
    dated=("done_on", "due_on", "begun_on"),
    we_say=_("by our own list"),
)
