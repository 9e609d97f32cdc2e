"""How long deals take that are won: what "stuck" is measured against."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Func
from django.db.models.aggregates import Aggregate, Count

from mutua.foundation.access import Actor
from mutua.sales.models import Pipeline, Stage
from mutua.sales.queries.opportunities import opportunities_seen

FEWEST = 20  # with fewer won deals a percentile is an anecdote


@dataclass(frozen=True)
class Pace:
    """Days from engaging to winning: half of the won deals took at most `median`, nine of ten at most `slow_after`. None: too few to say."""

    won: int
    median: float | None
    slow_after: float | None


class _Percentile(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def pace_of(actor: Actor, pipeline: Pipeline) -> Pace:
    """Of the won deals of this pipeline that the actor sees: one query."""
    won = opportunities_seen(actor).filter(
        stage__pipeline=pipeline, stage__kind=Stage.Kind.WON, closed_on__isnull=False, engaged_on__isnull=False
    )
    took = Func(
        ExpressionWrapper(F("closed_on") - F("engaged_on"), output_field=DurationField()),
        template="EXTRACT(EPOCH FROM %(expressions)s) / 86400",
        output_field=FloatField(),
    )
    found = won.annotate(took=took).aggregate(n=Count("pk"), median=_Percentile("took", share="0.5"), slow=_Percentile("took", share="0.9"))
    if found["n"] < FEWEST:
        return Pace(found["n"], None, None)
    return Pace(found["n"], found["median"], found["slow"])
