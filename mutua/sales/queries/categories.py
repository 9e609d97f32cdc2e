"""In which forecast category a deal stands: its own where somebody said one, else that of its stage."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Value, When
from django.db.models.expressions import Combinable

from mutua.sales.models import Stage


def category_of() -> Combinable:
    """ "commit", "best", "pipeline" or "omitted" of an open deal; "" of one that has ended."""
    return Case(
        When(stage__kind=Stage.Kind.OPEN, forecast_category="", then=F("stage__forecast_category")),
        When(stage__kind=Stage.Kind.OPEN, then=F("forecast_category")),
        default=Value(""),
        output_field=CharField(),
    )
