"""When the evidence of an objective came to another verdict: what rang stays on record, also where the same day turned it back."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from mutua.foundation.records.ledgers import kept_for_ever
from mutua.strategy.models.objective import Measurement, Objective

_NEVER_CHANGES = ("objective_id", "day", "observations", "was", "now", "estimate", "lower", "upper", "told_at")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _NEVER_CHANGES)


class VerdictTurn(models.Model):
    """One row: after so many outcomes, on this day, the verdict was another than before.

    told_at: when it was told on Today and by mail; None for one that was found afterwards, while years were caught up. counted_anew: the
    outcomes under it were counted from the start again since, because their history came in pieces or what counts was agreed anew.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="verdict_turns")
    day = models.DateField()
    observations = models.PositiveIntegerField()
    was = models.CharField(max_length=16, choices=Measurement.Verdict.choices)
    now = models.CharField(max_length=16, choices=Measurement.Verdict.choices)
    estimate = models.FloatField()
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    told_at = models.DateTimeField(null=True)
    counted_anew = models.BooleanField(default=False)

    class Meta:
        ordering = ("objective", "day", "pk")
        constraints = (
            models.UniqueConstraint(fields=["objective", "observations"], condition=Q(counted_anew=False), name="verdict_turn_once"),
        )
        triggers: ClassVar = (
            pgtrigger.Trigger(
                name="told_for_ever",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    f"IF OLD.told_at IS NOT NULL AND ({_CHANGED} OR (OLD.counted_anew AND NOT NEW.counted_anew)) THEN"
                    " RAISE EXCEPTION 'A verdict that was told never changes.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;"
                ),
            ),
            kept_for_ever("strategy.VerdictTurn", "A verdict that was told", where="OLD.told_at IS NOT NULL"),
        )

    @property
    def verdict(self) -> str:
        return self.now
