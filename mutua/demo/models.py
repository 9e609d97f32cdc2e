"""What the demonstration made, so that it can be cleared away without touching anybody's own records."""

from __future__ import annotations

from typing import Final

from django.db import models


class DemoRecord(models.Model):
    """One row points to one record that the demonstration made and that does not hang on another one of its records.

    kind: the model's label, such as "strategy.GenericStrategy"; or COMPLETE or CONSUMERS, once, when that load has come to its end.
    """

    COMPLETE: Final = "complete"
    CONSUMERS: Final = "consumers"
    ENDS: Final = (COMPLETE, CONSUMERS)

    kind = models.CharField(max_length=80)
    record_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "record_id"], name="demo_record_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
